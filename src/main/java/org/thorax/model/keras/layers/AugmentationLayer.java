package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * One of Keras' augmentation layers ({@code RandomFlip}, {@code RandomZoom}, ...). Emitted as an
 * Identity: it changes images only in Keras' training, and Thorax has its own augmentation.
 *
 * @param className Keras' {@code class_name}
 * @param arguments its own fields of Keras' {@code config} as JSON, to be exported again
 */
public record AugmentationLayer(String className, String arguments) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op("Identity", "Identity", inputs.get(0));
  }
}
