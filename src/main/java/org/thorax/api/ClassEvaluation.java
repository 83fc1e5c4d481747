package org.thorax.api;

import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.report.ClassMetrics;

/**
 * The exact metrics of one class. A metric that is undefined because there are no positives or no
 * negatives is NaN.
 *
 * @param name the class
 * @param positives number of images with the finding
 * @param negatives number of images without it
 * @param auc area under the ROC curve, 0 to 1
 * @param aucInterval its 95 % confidence interval (DeLong, DeLong, Clarke-Pearson 1988)
 * @param averagePrecision mean precision over recall, 0 to 1
 * @param brierScore mean squared difference of score and label, 0 to 1; lower is better
 */
public record ClassEvaluation(
    String name,
    int positives,
    int negatives,
    double auc,
    Interval aucInterval,
    double averagePrecision,
    double brierScore) {
  static ClassEvaluation of(ClassMetrics figures) {
    RankedScores ranked = figures.ranked();
    return new ClassEvaluation(
        figures.name(),
        ranked.positives(),
        ranked.negatives(),
        figures.deLong().auc(),
        figures.deLong().interval(),
        ranked.averagePrecision(),
        ranked.brierScore());
  }
}
