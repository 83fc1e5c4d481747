package org.thorax.evaluation.report;

import java.util.List;
import java.util.stream.IntStream;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.metrics.PatientBootstrap;
import org.thorax.evaluation.metrics.RankedScores;

/**
 * AUCs of several classes and their unweighted mean over those that have positives and negatives.
 *
 * @param classes number of classes that have both
 * @param value NaN if there is none
 * @param interval 95 % of the mean, by a bootstrap over patients
 * @param perClass 95 % of each class, by a bootstrap over patients
 */
public record MeanAuc(int classes, double value, Interval interval, List<Interval> perClass) {
  /**
   * Computes the bootstrap.
   *
   * @param replicates number of replicates
   * @param seed random seed
   */
  record Bootstrap(int replicates, long seed) {}

  static MeanAuc of(ScoredSamples scored, List<RankedScores> ranked, Bootstrap bootstrap) {
    List<RankedScores> defined = ranked.stream().filter(RankedScores::hasBoth).toList();
    double mean = defined.stream().mapToDouble(RankedScores::auc).average().orElse(Double.NaN);
    if (bootstrap.replicates() == 0 || defined.isEmpty()) {
      List<Interval> none = IntStream.range(0, ranked.size()).mapToObj(i -> Interval.NONE).toList();
      return new MeanAuc(defined.size(), mean, Interval.NONE, none);
    }
    PatientBootstrap.Intervals drawn =
        new PatientBootstrap(scored.samples().patients(), bootstrap.replicates(), bootstrap.seed())
            .of(ranked);
    return new MeanAuc(defined.size(), mean, drawn.mean(), drawn.perClass());
  }
}
