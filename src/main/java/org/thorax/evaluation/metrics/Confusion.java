package org.thorax.evaluation.metrics;

/**
 * What a threshold gets right and wrong; figures are 0 to 1, NaN for 0/0.
 *
 * @param truePositives positives at or above the threshold
 * @param falsePositives negatives at or above it
 * @param falseNegatives positives below it
 * @param trueNegatives negatives below it
 */
public record Confusion(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
  /** The share of positives that are found (recall). */
  public double sensitivity() {
    return divide(truePositives, truePositives + falseNegatives);
  }

  /** The share of negatives that are left alone. */
  public double specificity() {
    return divide(trueNegatives, trueNegatives + falsePositives);
  }

  /** The share of what is found that is positive (positive predictive value). */
  public double precision() {
    return divide(truePositives, truePositives + falsePositives);
  }

  /** The share of what is left alone that is negative. */
  public double negativePredictiveValue() {
    return divide(trueNegatives, trueNegatives + falseNegatives);
  }

  /** The share of cells that are right. */
  public double accuracy() {
    return divide(
        truePositives + trueNegatives,
        truePositives + trueNegatives + falsePositives + falseNegatives);
  }

  /** F2 = 5 TP / (5 TP + 4 FN + FP), which weighs sensitivity twice as much as precision. */
  public double f2Score() {
    return divide(5 * truePositives, 5 * truePositives + 4 * falseNegatives + falsePositives);
  }

  private static double divide(long numerator, long denominator) {
    return denominator == 0 ? Double.NaN : (double) numerator / denominator;
  }
}
