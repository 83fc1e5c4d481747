package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Resizing}.
 *
 * @param size height and width of the output
 * @param interpolation of the pixels
 * @param fit how to handle another aspect ratio
 * @param fillValue the value of {@link Fit#PAD}
 * @param antialias whether filters grow if images shrink
 */
public record Resizing(
    HeightWidth size, Interpolation interpolation, Fit fit, double fillValue, boolean antialias)
    implements LayerConfig {
  /** How to handle images with another aspect ratio. */
  public enum Fit {
    /** Distort them. */
    DISTORT,
    /** Crop both sides: {@code crop_to_aspect_ratio}. */
    CROP,
    /** Pad both sides: {@code pad_to_aspect_ratio}. */
    PAD
  }

  /** Bilinear with distortion, Keras' defaults. */
  public static Resizing to(HeightWidth size) {
    return new Resizing(size, Interpolation.BILINEAR, Fit.DISTORT, 0, false);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    if (fit != Fit.DISTORT || interpolation.needsSize(antialias)) {
      CropWindow.requireSize(input);
    }
    return Shape.of(input.get(0), size.height(), size.width(), input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Shape input = emission.inputShape();
    long height = input.get(1);
    long width = input.get(2);
    if (fit == Fit.CROP) {
      CropWindow window = CropWindow.ofAspectRatio(input, size);
      x = window.emit(emission, x);
      height = window.height();
      width = window.width();
    } else if (fit == Fit.PAD) {
      int rows = border(height, width, size.height(), size.width());
      int columns = border(width, height, size.width(), size.height());
      x = padded(emission, x, rows, columns);
      height += 2L * rows;
      width += 2L * columns;
    }
    return interpolation.emit(emission, x, List.of(height, width), size, antialias);
  }

  /** Pixels to add on each side (Keras 3's {@code backend/tensorflow/image.py}). */
  private static int border(long along, long across, int targetAlong, int targetAcross) {
    long wanted = (long) ((float) (across * targetAlong) / targetAcross);
    return Math.toIntExact((Math.max(along, wanted) - along) / 2);
  }

  private Output<TFloat32> padded(
      LayerEmission emission, Output<TFloat32> x, int rows, int columns) {
    int[][] borders = {{0, 0}, {rows, rows}, {columns, columns}, {0, 0}};
    return emission.op(
        "PadV2",
        "PadV2",
        x,
        emission.constant("PadV2/paddings", borders),
        emission.scalar("PadV2/constant_values", (float) fillValue));
  }
}
