package org.thorax.model;

/**
 * The source of a network's initial weights: an initialiser, a SavedModel, a Keras file. Readable
 * until it is closed.
 */
@FunctionalInterface
public interface WeightSource extends AutoCloseable {
  /**
   * The values of one variable.
   *
   * @return {@link Variable#size()} values in C order
   * @throws org.thorax.ThoraxException if there are none or they have another shape
   */
  float[] values(Variable variable);

  /** Closes what the values are read from; nothing by default. */
  @Override
  default void close() {}

  /** The same values; {@code release} closes what they are read from. */
  default WeightSource closedBy(Runnable release) {
    WeightSource source = this;
    return new WeightSource() {
      @Override
      public float[] values(Variable variable) {
        return source.values(variable);
      }

      @Override
      public void close() {
        release.run();
      }
    };
  }
}
