package org.thorax.evaluation.metrics;

/** How a class's threshold is chosen; a score at or above it is positive. */
public sealed interface ThresholdRule {
  /** Its name in tables. */
  String label();

  /**
   * The threshold for these cells; infinity where nothing should be called positive.
   *
   * @throws IllegalArgumentException when there is no positive or no negative
   */
  double threshold(RankedScores ranked);

  /** Sensitivity nearest to specificity: the first ROC point with the least |TPR - (1 - FPR)|. */
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
   * The largest sensitivity + specificity - 1 (Youden 1950); the highest threshold among equals.
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

  /** The largest F2 score; the highest threshold among equals. */
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
   * The highest threshold that still finds so many positives.
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
