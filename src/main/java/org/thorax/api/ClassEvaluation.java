package org.thorax.api;

import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.report.ClassMetrics;

/**
 * The exact metrics of one class. A metric that is undefined because there are no positives or no
 * negatives is NaN.
 *
 * @param name the class
 * @param images how many there are
 * @param auc area under the ROC curve, 0 to 1
 * @param aucInterval its 95 % confidence interval (DeLong, DeLong, Clarke-Pearson 1988)
 * @param averagePrecision mean precision over recall, 0 to 1
 * @param brierScore mean squared difference of score and label, 0 to 1; lower is better
 */
public record ClassEvaluation(
    String name,
    Counts images,
    double auc,
    Interval aucInterval,
    double averagePrecision,
    double brierScore) {
  /**
   * Numbers of images.
   *
   * @param positive with the finding
   * @param negative without it
   */
  public record Counts(int positive, int negative) {}

  static ClassEvaluation of(ClassMetrics figures) {
    RankedScores ranked = figures.ranked();
    return new ClassEvaluation(
        figures.name(),
        new Counts(ranked.positives(), ranked.negatives()),
        figures.deLong().auc(),
        figures.deLong().interval(),
        ranked.averagePrecision(),
        ranked.brierScore());
  }
}
