/**
 * The experiment logs: four JSON files, byte-compatible with those that Python wrote, what their
 * entries mean, and how they are checked.
 */
package org.thorax.experiment.log;
