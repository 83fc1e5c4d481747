package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code AveragePooling2D}: the mean of each window and channel; padding does not count.
 *
 * @param window what slides over the image, not dilated
 */
public record AveragePooling2D(SlidingWindow window) implements LayerConfig {

  /** A square window with stride {@code strides}, valid padding. */
  public static AveragePooling2D of(int poolSize, int strides) {
    return new AveragePooling2D(
        SlidingWindow.of(HeightWidth.of(poolSize), HeightWidth.of(strides)));
  }

  /** A copy with this padding. */
  public AveragePooling2D padding(Padding value) {
    return new AveragePooling2D(window.padding(value));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return window.outputShape(input, input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return window.pool(emission, "AvgPool", inputs.get(0));
  }
}
