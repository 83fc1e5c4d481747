package org.thorax.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Keras' {@code Add}: the sum of two or more inputs of the same shape. */
public record Add() implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException("expected two or more inputs, found one.");
    }
    for (Shape input : inputs) {
      // Keras would broadcast; a sum of different shapes in a classifier is a mistake.
      if (!input.isCompatibleWith(inputs.get(0))) {
        throw new IllegalArgumentException(
            "expected inputs of the same shape, found %s.".formatted(inputs));
      }
    }
    return inputs.get(0);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> sum = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      sum = emission.op("AddV2", i == 1 ? "add" : "add_" + (i - 1), sum, inputs.get(i));
    }
    return sum;
  }
}
