/**
 * The experiment logs: four JSON files, byte-compatible with those that Python wrote, what their
 * entries mean, and what is odd about them.
 */
package org.thorax.experiment.log;
