package org.thorax.model;

import java.util.List;

/**
 * An optimizer and what it remembers between steps.
 *
 * @param config the optimizer
 * @param iterations updates made so far
 * @param variables the trainable variables that it has changed, in Keras' order; empty when it has
 *     made no update yet
 * @param values its arrays, readable as long as what they were read from is open
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

  /** Whether there is nothing to continue from. */
  public boolean isFresh() {
    return variables.isEmpty();
  }

  /** What an array is before the first update. */
  public static float[] zeros(String slot, Variable variable) {
    return new float[Math.toIntExact(variable.size())];
  }
}
