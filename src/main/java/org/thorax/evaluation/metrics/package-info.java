/**
 * Figures of merit from (labels, scores): those Keras logs, with its approximations, and the exact
 * ones. Batches are flat arrays, row after row, {@code rows x classes}.
 */
package org.thorax.evaluation.metrics;
