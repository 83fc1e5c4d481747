package org.thorax.model.keras.layers;

import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A part of an image.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 */
record CropWindow(int top, int left, int height, int width) {
  /** In the centre; half a pixel goes to the right and the bottom. */
  static CropWindow centred(long height, long width, long rows, long columns) {
    return new CropWindow(
        Math.toIntExact((height - rows) / 2),
        Math.toIntExact((width - columns) / 2),
        Math.toIntExact(rows),
        Math.toIntExact(columns));
  }

  /**
   * The largest window with another aspect ratio (tf_keras' {@code smart_resize}), computed in
   * float32 like there.
   */
  static CropWindow ofAspectRatio(Shape image, HeightWidth aspect) {
    requireSize(image);
    long height = image.get(1);
    long width = image.get(2);
    long rows = (long) ((float) (width * aspect.height()) / aspect.width());
    long columns = (long) ((float) (height * aspect.width()) / aspect.height());
    return centred(
        height, width, Math.max(1, Math.min(height, rows)), Math.max(1, Math.min(width, columns)));
  }

  /** Height and width must be known to find a position in an image. */
  static void requireSize(Shape image) {
    if (image.get(1) == Shape.UNKNOWN_SIZE || image.get(2) == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "expected an input of known height and width, found %s; build the model with Input(shape=(height, width, channels))."
              .formatted(image));
    }
  }

  Output<TFloat32> emit(LayerEmission emission, Output<TFloat32> x) {
    return emission.op(
        "Slice",
        "Slice",
        x,
        emission.constant("Slice/begin", 0, top, left, 0),
        emission.constant("Slice/size", -1, height, width, -1));
  }
}
