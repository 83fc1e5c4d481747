package org.thorax.model;

/** The source of a network's initial weights: an initialiser, a SavedModel, a Keras file. */
@FunctionalInterface
public interface WeightSource {
  /**
   * The values of one variable.
   *
   * @return {@link Variable#size()} values in C order
   * @throws org.thorax.ThoraxException if there are none or they have another shape
   */
  float[] values(Variable variable);
}
