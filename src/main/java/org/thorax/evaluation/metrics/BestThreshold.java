package org.thorax.evaluation.metrics;

/** The highest of the thresholds that maximise a score of the counts. */
final class BestThreshold {
  private double threshold = Double.POSITIVE_INFINITY;
  private double worth = Double.NEGATIVE_INFINITY;

  /** The score to maximise. */
  @FunctionalInterface
  interface Worth {
    /** The score of these numbers of true and false positives. */
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
