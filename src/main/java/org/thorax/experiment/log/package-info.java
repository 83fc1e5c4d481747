/**
 * The experiment logs: four JSON files, byte-compatible with those of the Python project, the
 * meaning of their entries, and their checks.
 */
package org.thorax.experiment.log;
