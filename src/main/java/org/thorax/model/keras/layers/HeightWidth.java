package org.thorax.model.keras.layers;

/**
 * A size or stride along rows and columns, in pixels.
 *
 * @param height along rows, at least 1
 * @param width along columns, at least 1
 */
public record HeightWidth(int height, int width) {
  /** One pixel in each direction. */
  public static final HeightWidth ONE = new HeightWidth(1, 1);

  public HeightWidth {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected a height and width of at least 1, found %d and %d.".formatted(height, width));
    }
  }

  /** The same size along rows and columns. */
  public static HeightWidth of(int both) {
    return new HeightWidth(both, both);
  }

  /** For TensorFlow's NHWC attributes. */
  long[] nhwc() {
    return new long[] {1, height, width, 1};
  }
}
