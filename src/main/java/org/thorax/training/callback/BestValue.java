package org.thorax.training.callback;

/**
 * The best value so far of a metric that a callback monitors.
 *
 * @param plateau the figure, and by how much a value has to be better to count
 * @param margin which side of the comparison that difference is put on
 * @param value the best so far; what every value is better than before there is one
 */
record BestValue(Plateau plateau, Margin margin, double value) {
  /** Keras' callbacks differ here, which can change the last bit of a comparison. */
  enum Margin {
    /** Applied to the new value: Keras' {@code EarlyStopping}, which ignores its sign. */
    OF_NEW,
    /** Applied to the best value: Keras' {@code ReduceLROnPlateau}. */
    OF_BEST
  }

  /** A copy with another best value. */
  BestValue with(double other) {
    return new BestValue(plateau, margin, other);
  }

  /** Whether {@code now} is an improvement. */
  boolean isBeatenBy(double now) {
    boolean more = plateau.monitor().moreIsBetter();
    double minDelta = plateau.minDelta();
    return switch (margin) {
      case OF_NEW -> more ? now - Math.abs(minDelta) > value : now + Math.abs(minDelta) < value;
      case OF_BEST -> more ? now > value + minDelta : now < value - minDelta;
    };
  }
}
