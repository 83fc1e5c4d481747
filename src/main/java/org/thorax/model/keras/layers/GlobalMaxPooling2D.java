package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code GlobalMaxPooling2D}: the maximum of each channel.
 *
 * @param keepDimensions whether the output is (batch, 1, 1, channels) and not (batch, channels)
 */
public record GlobalMaxPooling2D(boolean keepDimensions) implements LayerConfig {
  /** Keras' default, (batch, channels). */
  public GlobalMaxPooling2D() {
    this(false);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return GlobalPooling.outputShape(inputs, keepDimensions);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return GlobalPooling.emit(emission, "Max", inputs.get(0), keepDimensions);
  }
}
