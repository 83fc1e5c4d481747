package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Keras' {@code Subtract}: the first input minus the second; sizes of 1 are broadcast. */
public record Subtract() implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("expected two inputs, found %d.".formatted(inputs.size()));
    }
    return Merging.outputShape(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op("Sub", "sub", inputs.get(0), inputs.get(1));
  }
}
