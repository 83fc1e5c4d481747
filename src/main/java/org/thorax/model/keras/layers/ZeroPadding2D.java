package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code ZeroPadding2D}: pads each image with zeros, in pixels.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns after
 */
public record ZeroPadding2D(int top, int bottom, int left, int right) implements LayerConfig {
  public ZeroPadding2D {
    if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
      throw new IllegalArgumentException(
          "expected a padding of at least 0, found ((%d, %d), (%d, %d))."
              .formatted(top, bottom, left, right));
    }
  }

  /** The same padding on every side. */
  public static ZeroPadding2D of(int all) {
    return new ZeroPadding2D(all, all, all, all);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return Shape.of(
        input.get(0),
        padded(input.get(1), top + bottom),
        padded(input.get(2), left + right),
        input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op(
        "Pad",
        "Pad",
        inputs.get(0),
        emission.constant(
            "Pad/paddings", new int[][] {{0, 0}, {top, bottom}, {left, right}, {0, 0}}));
  }

  private static long padded(long size, int padding) {
    return size == Shape.UNKNOWN_SIZE ? size : size + padding;
  }
}
