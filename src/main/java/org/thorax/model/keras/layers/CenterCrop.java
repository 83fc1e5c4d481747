package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code CenterCrop}: the centre of an image; for a smaller image the largest part with the
 * aspect ratio, enlarged.
 *
 * @param size height and width of the output
 */
public record CenterCrop(HeightWidth size) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    CropWindow.requireSize(input);
    return Shape.of(input.get(0), size.height(), size.width(), input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Shape input = emission.inputShape();
    boolean larger = input.get(1) >= size.height() && input.get(2) >= size.width();
    Output<TFloat32> x = inputs.get(0);
    if (larger) {
      return CropWindow.centred(input.get(1), input.get(2), size.height(), size.width())
          .emit(emission, x);
    }
    CropWindow window = CropWindow.ofAspectRatio(input, size);
    return Interpolation.BILINEAR.emit(
        emission,
        window.emit(emission, x),
        List.of((long) window.height(), (long) window.width()),
        size,
        false);
  }
}
