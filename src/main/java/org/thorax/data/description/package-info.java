/** Data sets, their descriptions in {@code dataset.yaml}, and the readers of their tables. */
package org.thorax.data.description;
