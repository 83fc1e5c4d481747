/** Runs: from the data set to the log entry, cross-validation, evaluations, re-evaluation. */
package org.thorax.experiment.run;
