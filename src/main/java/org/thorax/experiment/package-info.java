/**
 * What defines a run: the benchmark and its name; and the run itself, from the table to the entry
 * in the log.
 */
package org.thorax.experiment;
