package org.thorax.evaluation.report;

import java.util.Optional;
import org.thorax.evaluation.metrics.Calibration;
import org.thorax.evaluation.metrics.DeLong;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.metrics.PrecisionRecallCurve;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.metrics.RocCurve;

/**
 * The exact metrics of one class.
 *
 * @param name the class
 * @param ranked its labelled cells
 * @param deLong AUC and its variance
 * @param drawn 95 % interval of the AUC by a bootstrap over patients
 * @param calibration in bins
 * @param curves through its scores
 */
public record ClassMetrics(
    String name,
    RankedScores ranked,
    DeLong deLong,
    Interval drawn,
    Calibration calibration,
    Curves curves) {
  /**
   * The curves of a class.
   *
   * @param roc empty if there is only one label
   * @param precisionRecall empty without positives
   */
  public record Curves(Optional<RocCurve> roc, Optional<PrecisionRecallCurve> precisionRecall) {
    private static Curves of(RankedScores ranked) {
      return new Curves(
          ranked.hasBoth() ? Optional.of(RocCurve.of(ranked)) : Optional.empty(),
          ranked.positives() > 0 ? Optional.of(PrecisionRecallCurve.of(ranked)) : Optional.empty());
    }
  }

  static ClassMetrics of(String name, RankedScores ranked, Interval drawn) {
    return new ClassMetrics(
        name, ranked, DeLong.of(ranked), drawn, Calibration.of(ranked), Curves.of(ranked));
  }
}
