/**
 * Metrics from (labels, scores): Keras' metrics with their approximations, and exact ones. Batches
 * are flat arrays, row after row, {@code rows x classes}.
 */
package org.thorax.evaluation.metrics;
