package org.thorax.evaluation.metrics;

/**
 * A confidence interval; both ends NaN where none is defined.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
  /** No interval: too few cases to have one. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Whether there is one. */
  public boolean defined() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
