/**
 * Evaluation of a model's scores: metrics, tables, an HTML page. Uses samples, labels and scores,
 * but no network.
 */
package org.thorax.evaluation.report;
