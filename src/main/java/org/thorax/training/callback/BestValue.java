package org.thorax.training.callback;

/**
 * The best value so far of a figure that a callback watches.
 *
 * @param plateau the figure, and by how much a value has to be better to count
 * @param margin which side of the comparison that difference is put on
 * @param value the best so far; what every value is better than before there is one
 */
record BestValue(Plateau plateau, Margin margin, double value) {
  /** Keras' callbacks differ here, which can be the last bit of a comparison. */
  enum Margin {
    /**
     * The new value has to give it: Keras' {@code EarlyStopping}, for which its sign is nothing.
     */
    OF_NEW,
    /** The best value is moved by it: Keras' {@code ReduceLROnPlateau}. */
    OF_BEST
  }

  /** The same with another best value. */
  BestValue with(double other) {
    return new BestValue(plateau, margin, other);
  }

  /** Whether {@code now} is better. */
  boolean isBeatenBy(double now) {
    boolean more = plateau.monitor().moreIsBetter();
    double minDelta = plateau.minDelta();
    return switch (margin) {
      case OF_NEW -> more ? now - Math.abs(minDelta) > value : now + Math.abs(minDelta) < value;
      case OF_BEST -> more ? now > value + minDelta : now < value - minDelta;
    };
  }
}
