/**
 * What a model's scores are worth: figures, tables, one page. Knows samples, labels and scores, no
 * network.
 */
package org.thorax.evaluation.report;
