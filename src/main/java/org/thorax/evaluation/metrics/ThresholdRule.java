package org.thorax.evaluation.metrics;

/** A rule that chooses a class's threshold; a score at or above it is positive. */
public sealed interface ThresholdRule {
  /** Its name in tables. */
  String label();

  /**
   * The threshold for these cells; infinity if nothing should be positive.
   *
   * @throws IllegalArgumentException if there is no positive or no negative
   */
  double threshold(RankedScores ranked);

  /**
   * Sensitivity closest to specificity: the first ROC point with the smallest |TPR - (1 - FPR)|.
   */
  record Balanced() implements ThresholdRule {
    @Override
    public String label() {
      return "balanced";
    }

    @Override
    public double threshold(RankedScores ranked) {
      return RocCurve.of(ranked).operatingPoint().threshold();
    }
  }

  /**
   * The largest sensitivity + specificity - 1 (Youden 1950); of equal ones, the highest threshold.
   */
  record Youden() implements ThresholdRule {
    @Override
    public String label() {
      return "youden";
    }

    @Override
    public double threshold(RankedScores ranked) {
      return BestThreshold.of(
          ranked,
          (hits, alarms) ->
              (double) hits / ranked.positives() - (double) alarms / ranked.negatives());
    }
  }

  /** The largest F2 score; of equal ones, the highest threshold. */
  record F2() implements ThresholdRule {
    @Override
    public String label() {
      return "f2";
    }

    @Override
    public double threshold(RankedScores ranked) {
      return BestThreshold.of(
          ranked, (hits, alarms) -> 5.0 * hits / (4.0 * ranked.positives() + hits + alarms));
    }
  }

  /**
   * The highest threshold that finds at least this share of the positives.
   *
   * @param wanted share of positives, above 0 and at most 1
   */
  record Sensitivity(double wanted) implements ThresholdRule {
    /** Checks the share. */
    public Sensitivity {
      if (!(wanted > 0 && wanted <= 1)) {
        throw new IllegalArgumentException("A sensitivity is above 0 and at most 1, not " + wanted);
      }
    }

    @Override
    public String label() {
      return "sensitivity " + Double.toString(wanted).replaceFirst("\\.0$", "");
    }

    @Override
    public double threshold(RankedScores ranked) {
      return BestThreshold.of(
          ranked, (hits, alarms) -> (double) hits / ranked.positives() >= wanted ? 1.0 : 0.0);
    }
  }
}
