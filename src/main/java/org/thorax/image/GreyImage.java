package org.thorax.image;

/**
 * An 8-bit grey image.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param pixels {@code height * width} unsigned bytes, row by row; not copied, so the giver must
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
}
