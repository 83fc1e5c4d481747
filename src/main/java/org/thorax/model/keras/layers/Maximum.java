package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Maximum}: the element-wise maximum of two or more inputs; sizes of 1 are broadcast.
 */
public record Maximum() implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Merging.outputShape(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return Merging.emit(emission, "Maximum", "Maximum", inputs);
  }
}
