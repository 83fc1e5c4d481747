package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The common part of Keras' element-wise merging layers (merging/base_merge.py). */
final class Merging {
  private Merging() {}

  /** The common shape of two or more inputs of one rank, in which a size of 1 is broadcast. */
  static Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException("expected two or more inputs, found one.");
    }
    long[] sizes = inputs.get(0).asArray();
    for (Shape input : inputs.subList(1, inputs.size())) {
      if (input.numDimensions() != sizes.length) {
        throw mismatch(inputs);
      }
      for (int axis = 0; axis < sizes.length; axis++) {
        sizes[axis] = common(sizes[axis], input.get(axis), inputs);
      }
    }
    return Shape.of(sizes);
  }

  /** One node per input from the second on: {@code add}, {@code add_1}, ... */
  static Output<TFloat32> emit(
      LayerEmission emission, String type, String name, List<Output<TFloat32>> inputs) {
    Output<TFloat32> merged = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      merged = emission.op(type, i == 1 ? name : name + "_" + (i - 1), merged, inputs.get(i));
    }
    return merged;
  }

  private static long common(long first, long second, List<Shape> inputs) {
    if (first == second || second == 1) {
      return first;
    }
    if (first == 1) {
      return second;
    }
    if (first == Shape.UNKNOWN_SIZE || second == Shape.UNKNOWN_SIZE) {
      return Math.max(first, second);
    }
    throw mismatch(inputs);
  }

  private static IllegalArgumentException mismatch(List<Shape> inputs) {
    return new IllegalArgumentException(
        "expected inputs of the same shape, up to sizes of 1, found %s.".formatted(inputs));
  }
}
