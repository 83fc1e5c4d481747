package org.thorax.evaluation.metrics;

/**
 * The exact AUC and its variance by DeLong, DeLong and Clarke-Pearson (1988), from the placement of
 * each case among the cases of the other label, in O(n log n) by the algorithm of Sun and Xu
 * (2014).
 *
 * @param auc exact area under the ROC curve, 0..1; NaN if there is only one label
 * @param variance of it; NaN with fewer than two positives or negatives
 */
public record DeLong(double auc, double variance) {
  /** The AUC of one class; images count as independent. */
  public static DeLong of(RankedScores ranked) {
    if (!ranked.hasBoth()) {
      return new DeLong(Double.NaN, Double.NaN);
    }
    Spread positives = new Spread();
    Spread negatives = new Spread();
    forEachPlacement(
        ranked,
        (place, placement) -> (ranked.positive(place) ? positives : negatives).add(placement));
    return new DeLong(ranked.auc(), positives.ofMean() + negatives.ofMean());
  }

  /** The standard error of the AUC. */
  public double standardError() {
    return Math.sqrt(variance);
  }

  /** The 95 % interval, normal approximation, clipped to 0 and 1 (like pROC's {@code ci.auc}). */
  public Interval interval() {
    double half = NormalDistribution.QUANTILE_975 * standardError();
    return Double.isNaN(half)
        ? Interval.NONE
        : new Interval(Math.max(0, auc - half), Math.min(1, auc + half));
  }

  /**
   * The paired test of two AUCs on the same cases.
   *
   * @param first AUC of the first scores
   * @param second AUC of the second scores
   * @param standardError of the difference
   * @param z difference in standard errors; 0 when both are equal
   * @param p two-sided probability of such a difference by chance, NaN where undefined
   */
  public record Comparison(double first, double second, double standardError, double z, double p) {
    /** {@code first - second}. */
    public double difference() {
      return first - second;
    }

    /** The 95 % interval of the difference. */
    public Interval interval() {
      double half = NormalDistribution.QUANTILE_975 * standardError;
      return Double.isNaN(half)
          ? Interval.NONE
          : new Interval(difference() - half, difference() + half);
    }
  }

  /**
   * Compares two scores of the same class for the same cases.
   *
   * @param labels 0, 1, or anything else for a case that is left out
   * @param first scores
   * @param second scores
   */
  public static Comparison compare(float[] labels, float[] first, float[] second) {
    RankedScores one = RankedScores.of(labels, first);
    RankedScores other = RankedScores.of(labels, second);
    if (!one.hasBoth()) {
      return new Comparison(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] difference = new double[labels.length];
    forEachPlacement(one, (place, placement) -> difference[one.row(place)] += placement);
    forEachPlacement(other, (place, placement) -> difference[other.row(place)] -= placement);
    Spread positives = new Spread();
    Spread negatives = new Spread();
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] == 0 || labels[row] == 1) {
        (labels[row] == 1 ? positives : negatives).add(difference[row]);
      }
    }
    double error = Math.sqrt(positives.ofMean() + negatives.ofMean());
    double gap = one.auc() - other.auc();
    double z = gap == 0 && error == 0 ? 0 : gap / error;
    return new Comparison(one.auc(), other.auc(), error, z, NormalDistribution.twoSided(z));
  }

  @FunctionalInterface
  private interface Placements {
    void at(int place, double placement);
  }

  /**
   * For a positive the share of negatives below it, for a negative the share of positives above it;
   * ties count half.
   */
  private static void forEachPlacement(RankedScores ranked, Placements placements) {
    double positives = ranked.positives();
    double negatives = ranked.negatives();
    int positivesBelow = 0;
    int negativesBelow = 0;
    for (int from = 0, to; from < ranked.size(); from = to) {
      to = ranked.endOfTies(from);
      int tied = 0;
      for (int i = from; i < to; i++) {
        tied += ranked.positive(i) ? 1 : 0;
      }
      int tiedNegatives = to - from - tied;
      double ofPositive = (negativesBelow + tiedNegatives / 2.0) / negatives;
      double ofNegative = (positives - positivesBelow - tied / 2.0) / positives;
      for (int i = from; i < to; i++) {
        placements.at(i, ranked.positive(i) ? ofPositive : ofNegative);
      }
      positivesBelow += tied;
      negativesBelow += tiedNegatives;
    }
  }

  /** A running sample variance (Welford). */
  private static final class Spread {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }

    double ofMean() {
      return count < 2 ? Double.NaN : squares / (count - 1) / count;
    }
  }
}
