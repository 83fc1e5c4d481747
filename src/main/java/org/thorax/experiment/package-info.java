/**
 * What defines a run and what is kept of it: the benchmark and its name, the experiment's name and
 * id, and the experiment logs, whose files are byte-compatible with those Python wrote.
 */
package org.thorax.experiment;
