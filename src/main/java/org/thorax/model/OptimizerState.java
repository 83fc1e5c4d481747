package org.thorax.model;

import java.util.List;

/**
 * An optimizer and its state.
 *
 * @param config the optimizer
 * @param iterations number of updates so far
 * @param variables the trainable variables that it has changed, in Keras' order; empty before the
 *     first update
 * @param values its arrays, readable as long as their source is open
 */
public record OptimizerState(
    OptimizerConfig config, long iterations, List<Variable> variables, SlotValues values) {
  /** The arrays of an optimizer. */
  @FunctionalInterface
  public interface SlotValues {
    /**
     * One array.
     *
     * @param slot one of {@link OptimizerConfig#slots}
     * @param variable a trainable variable; the array has its shape
     */
    float[] of(String slot, Variable variable);
  }

  /** Copies the list. */
  public OptimizerState {
    variables = List.copyOf(variables);
    if (iterations < 0) {
      throw new IllegalArgumentException(iterations + " iterations");
    }
  }

  /** An optimizer before its first update. */
  public static OptimizerState fresh(OptimizerConfig config) {
    return new OptimizerState(config, 0, List.of(), OptimizerState::zeros);
  }

  /** Whether it is the initial state. */
  public boolean isFresh() {
    return variables.isEmpty();
  }

  /** The initial value of an array. */
  public static float[] zeros(String slot, Variable variable) {
    return new float[Math.toIntExact(variable.size())];
  }
}
