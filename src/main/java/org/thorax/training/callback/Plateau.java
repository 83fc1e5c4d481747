package org.thorax.training.callback;

/**
 * When a metric counts as no longer improving.
 *
 * @param monitor the metric
 * @param minDelta what counts as an improvement
 * @param patience epochs without improvement
 */
public record Plateau(Monitor monitor, double minDelta, int patience) {
  /** Before there is any value; {@code margin} as the callback puts it. */
  BestValue none(BestValue.Margin margin) {
    return new BestValue(
        this, margin, monitor.moreIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
  }
}
