package org.thorax.data.image;

/**
 * An 8-bit grey image.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param pixels {@code height * width} unsigned bytes, row by row; not copied, so the caller must
 *     not change them afterwards
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Pixels by the hundred thousand; never compared as values.
public record GreyImage(int width, int height, byte[] pixels) {
  /** Checks that the sizes agree. */
  public GreyImage {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are no image of " + width + "x" + height);
    }
  }

  /** The grey level at a column and a row, 0 (black) to 255. */
  public int at(int x, int y) {
    return pixels[y * width + x] & 0xff;
  }

  /** A copy of the part that starts at a column and a row. */
  public GreyImage part(int x, int y, int columns, int rows) {
    if (x < 0 || y < 0 || columns > width - x || rows > height - y) {
      throw new IllegalArgumentException(
          String.format(
              "The part %dx%d at (%d, %d) leaves the image of %dx%d",
              columns, rows, x, y, width, height));
    }
    byte[] part = new byte[columns * rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(pixels, (y + row) * width + x, part, row * columns, columns);
    }
    return new GreyImage(columns, rows, part);
  }
}
