package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code MaxPooling2D}: the maximum of each window and channel; padding does not count.
 *
 * @param window what slides over the image, not dilated
 */
public record MaxPooling2D(SlidingWindow window) implements LayerConfig {

  /** A square window with stride {@code strides}, valid padding. */
  public static MaxPooling2D of(int poolSize, int strides) {
    return new MaxPooling2D(SlidingWindow.of(HeightWidth.of(poolSize), HeightWidth.of(strides)));
  }

  /** A copy with this padding. */
  public MaxPooling2D padding(Padding value) {
    return new MaxPooling2D(window.padding(value));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return window.outputShape(input, input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return window.pool(emission, "MaxPool", inputs.get(0));
  }
}
