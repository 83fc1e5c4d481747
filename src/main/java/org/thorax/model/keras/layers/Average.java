package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Average}: the element-wise mean of two or more inputs; sizes of 1 are broadcast.
 */
public record Average() implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Merging.outputShape(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> sum = Merging.emit(emission, "AddV2", "add", inputs);
    return emission.op("RealDiv", "truediv", sum, emission.scalar("truediv/y", inputs.size()));
  }
}
