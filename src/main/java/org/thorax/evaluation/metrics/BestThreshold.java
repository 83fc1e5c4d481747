package org.thorax.evaluation.metrics;

/** The highest of the thresholds whose counts are worth most. */
final class BestThreshold {
  private double threshold = Double.POSITIVE_INFINITY;
  private double worth = Double.NEGATIVE_INFINITY;

  /** What is to be large. */
  @FunctionalInterface
  interface Worth {
    /** The worth of so many true and false positives. */
    double of(int truePositives, int falsePositives);
  }

  private BestThreshold() {}

  static double of(RankedScores ranked, Worth worth) {
    if (!ranked.hasBoth()) {
      throw new IllegalArgumentException(
          "A threshold needs positives and negatives, not "
              + ranked.positives()
              + " and "
              + ranked.negatives());
    }
    BestThreshold best = new BestThreshold();
    best.take(Double.POSITIVE_INFINITY, worth.of(0, 0));
    ranked.forEachThreshold((at, hits, alarms) -> best.take(at, worth.of(hits, alarms)));
    return best.threshold;
  }

  private void take(double at, double its) {
    if (its > worth) {
      worth = its;
      threshold = at;
    }
  }
}
