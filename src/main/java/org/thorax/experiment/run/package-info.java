/** Runs: from the data set to the log entry, evaluations, re-evaluation of logged runs. */
package org.thorax.experiment.run;
