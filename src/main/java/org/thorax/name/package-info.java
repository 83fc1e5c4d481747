/** The grammar of benchmarks' and experiments' names: what each token stands for. */
package org.thorax.name;
