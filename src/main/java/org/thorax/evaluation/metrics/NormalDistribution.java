package org.thorax.evaluation.metrics;

/** The standard normal distribution. */
final class NormalDistribution {
  /** Half the width of a 95 % interval, in standard errors. */
  static final double QUANTILE_975 = 1.959963984540054;

  private static final int MAX_TERMS = 500;

  private NormalDistribution() {}

  /** The probability of a value at least as far from 0 as {@code z}; NaN for NaN. */
  static double twoSided(double z) {
    return complementaryError(Math.abs(z) / Math.sqrt(2));
  }

  /** 1 - erf(x) for x at least 0, to about 1e-15 relative. */
  private static double complementaryError(double x) {
    if (Double.isNaN(x)) {
      return Double.NaN;
    }
    double factor = Math.exp(-x * x) / Math.sqrt(Math.PI);
    if (x < 2) {
      // erf(x) = 2 exp(-x^2) / sqrt(pi) * sum of x (2 x^2)^n / (1 * 3 * ... * (2n + 1))
      double term = x;
      double sum = x;
      for (int n = 1; n < MAX_TERMS && term > sum * 1e-17; n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      return 1 - 2 * factor * sum;
    }
    // The continued fraction x + (1/2) / (x + (2/2) / (x + (3/2) / ...)), from its far end.
    double denominator = x;
    for (int n = MAX_TERMS; n >= 1; n--) {
      denominator = x + n / 2.0 / denominator;
    }
    return factor / denominator;
  }
}
