package org.thorax.evaluation.metrics;

/**
 * A confidence interval; both ends are NaN if it is undefined.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
  /** No interval: too few cases. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Whether the interval is defined. */
  public boolean defined() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
