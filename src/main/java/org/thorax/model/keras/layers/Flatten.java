package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Keras' {@code Flatten}: (batch, all other axes in one). Their sizes must be known. */
public record Flatten() implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    Shape values = input.tail();
    if (values.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "expected an input of known size, found the shape %s; fix the model's input size."
              .formatted(input));
    }
    return Shape.of(input.get(0), values.size());
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    return emission.reshape("Reshape", x, -1, Math.toIntExact(emission.inputShape().tail().size()));
  }
}
