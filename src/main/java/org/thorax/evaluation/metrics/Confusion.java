package org.thorax.evaluation.metrics;

/**
 * The confusion matrix of a threshold; metrics are 0 to 1, NaN for 0/0.
 *
 * @param truePositives positives at or above the threshold
 * @param falsePositives negatives at or above it
 * @param falseNegatives positives below it
 * @param trueNegatives negatives below it
 */
public record Confusion(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
  /** Sensitivity (recall): the share of positives that are found. */
  public double sensitivity() {
    return divide(truePositives, truePositives + falseNegatives);
  }

  /** Specificity: the share of negatives that are rejected. */
  public double specificity() {
    return divide(trueNegatives, trueNegatives + falsePositives);
  }

  /** Precision (positive predictive value): the share of positive predictions that are right. */
  public double precision() {
    return divide(truePositives, truePositives + falsePositives);
  }

  /** Negative predictive value: the share of negative predictions that are right. */
  public double negativePredictiveValue() {
    return divide(trueNegatives, trueNegatives + falseNegatives);
  }

  /** Accuracy: the share of predictions that are right. */
  public double accuracy() {
    return divide(
        truePositives + trueNegatives,
        truePositives + trueNegatives + falsePositives + falseNegatives);
  }

  /** F2 = 5 TP / (5 TP + 4 FN + FP), which weights sensitivity twice as much as precision. */
  public double f2Score() {
    return divide(5 * truePositives, 5 * truePositives + 4 * falseNegatives + falsePositives);
  }

  private static double divide(long numerator, long denominator) {
    return denominator == 0 ? Double.NaN : (double) numerator / denominator;
  }
}
