package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code RandomCrop} in inference; Thorax does not crop at random in training. Keras 2 takes
 * the largest part with the aspect ratio and resizes it, Keras 3 leaves the image unchanged.
 *
 * @param size height and width of the crop in Keras' training
 * @param resizes whether it is Keras 2's
 */
public record RandomCrop(HeightWidth size, boolean resizes) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    if (!resizes) {
      return input;
    }
    CropWindow.requireSize(input);
    return Shape.of(input.get(0), size.height(), size.width(), input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return resizes
        ? new Resizing(size, Interpolation.BILINEAR, Resizing.Fit.CROP, 0, false)
            .emit(emission, inputs)
        : emission.op("Identity", "Identity", inputs.get(0));
  }
}
