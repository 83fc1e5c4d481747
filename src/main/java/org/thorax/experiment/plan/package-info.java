/** Plans of many training runs: read, run each in a process of its own, told about. */
package org.thorax.experiment.plan;
