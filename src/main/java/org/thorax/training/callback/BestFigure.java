package org.thorax.training.callback;

/**
 * The best value so far of a metric that a callback monitors.
 *
 * @param monitor the metric
 * @param minDelta smallest change that counts as an improvement
 * @param margin the side of the comparison to which {@code minDelta} is applied
 * @param value the best value so far; initially one that every value improves
 */
record BestFigure(Monitor monitor, double minDelta, Margin margin, double value) {
  /** Keras' callbacks differ here, which can change the last bit of a comparison. */
  enum Margin {
    /** Applied to the new value: Keras' {@code EarlyStopping}, which ignores its sign. */
    OF_NEW,
    /** Applied to the best value: Keras' {@code ReduceLROnPlateau}. */
    OF_BEST
  }

  /** Before there is any value. */
  static BestFigure none(Monitor monitor, double minDelta, Margin margin) {
    double worst = monitor.moreIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return new BestFigure(monitor, minDelta, margin, worst);
  }

  /** A copy with another best value. */
  BestFigure with(double other) {
    return new BestFigure(monitor, minDelta, margin, other);
  }

  /** Whether {@code now} is an improvement. */
  boolean isBeatenBy(double now) {
    boolean more = monitor.moreIsBetter();
    return switch (margin) {
      case OF_NEW -> more ? now - Math.abs(minDelta) > value : now + Math.abs(minDelta) < value;
      case OF_BEST -> more ? now > value + minDelta : now < value - minDelta;
    };
  }
}
