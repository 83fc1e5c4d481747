/** Plans of many training runs: parsing, one process per run, progress reports. */
package org.thorax.experiment.plan;
