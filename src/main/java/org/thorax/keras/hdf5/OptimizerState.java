package org.thorax.keras.hdf5;

import java.util.List;
import java.util.Optional;
import org.thorax.network.Variable;

/**
 * What an optimizer remembers between steps.
 *
 * @param optimizer Keras' class, {@code Adam} or {@code SGD}; empty when the file does not say
 * @param iterations steps done
 * @param learningRate where the file keeps it
 * @param slots Keras' names of the arrays that go with each trainable variable: {@code m} and
 *     {@code v} for Adam, {@code m} for SGD with momentum, none for plain SGD
 * @param values the arrays
 */
public record OptimizerState(
    String optimizer,
    long iterations,
    Optional<Float> learningRate,
    List<String> slots,
    SlotValues values) {
  /** The arrays of an optimizer. */
  @FunctionalInterface
  public interface SlotValues {
    /**
     * One array.
     *
     * @param slot index into {@link OptimizerState#slots}
     * @param variable a trainable variable; the array has its shape
     */
    float[] of(int slot, Variable variable);
  }

  /** Copies the list. */
  public OptimizerState {
    slots = List.copyOf(slots);
    if (iterations < 0) {
      throw new IllegalArgumentException(iterations + " iterations");
    }
  }

  /** Adam's state. */
  public static OptimizerState adam(long iterations, float learningRate, SlotValues values) {
    return new OptimizerState(
        "Adam", iterations, Optional.of(learningRate), List.of("m", "v"), values);
  }

  /** The state of SGD without momentum. */
  public static OptimizerState sgd(long iterations, float learningRate) {
    return new OptimizerState(
        "SGD",
        iterations,
        Optional.of(learningRate),
        List.of(),
        (slot, variable) -> {
          throw new IllegalArgumentException("SGD without momentum keeps no arrays");
        });
  }
}
