package org.thorax.model;

/** Where a network's start values come from: an initialiser, a SavedModel, a Keras file. */
@FunctionalInterface
public interface WeightSource {
  /**
   * The values of one variable.
   *
   * @return as many values as {@link Variable#size()}, in C order
   * @throws org.thorax.ThoraxException when there are none or their shape is another one
   */
  float[] values(Variable variable);
}
