package org.thorax.data.image;

import java.awt.image.Raster;

/**
 * Converts four-colour JPEG to grey like Pillow: to CMYK like libjpeg, inverted, to RGB, to luma.
 */
final class CmykConversion {
  private static final int ADOBE_YCCK = 2;
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  private CmykConversion() {}

  /**
   * @param stored the four bands as in the file
   * @param adobeTransform as in {@link JpegSegments}
   */
  static GreyImage grey(Raster stored, int adobeTransform) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    byte[] grey = new byte[width * height];
    int[] row = new int[width * 4];
    for (int y = 0; y < height; y++) {
      stored.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (adobeTransform == ADOBE_YCCK) {
          toCmyk(row, x * 4);
        }
        grey[y * width + x] = grey(row, x * 4);
      }
    }
    return new GreyImage(width, height, grey);
  }

  /** libjpeg's conversion in 16-bit fixed point. */
  private static void toCmyk(int[] row, int at) {
    int luma = row[at];
    int blue = row[at + 1] - 128;
    int red = row[at + 2] - 128;
    row[at] = 255 - clip(luma + ((fixed(1.402) * red + HALF) >> BITS));
    row[at + 1] =
        255 - clip(luma + ((-fixed(0.34414) * blue + HALF - fixed(0.71414) * red) >> BITS));
    row[at + 2] = 255 - clip(luma + ((fixed(1.772) * blue + HALF) >> BITS));
  }

  /** Adobe inverts all four. */
  private static byte grey(int[] row, int at) {
    int light = row[at + 3];
    int red = lit(255 - row[at], light);
    int green = lit(255 - row[at + 1], light);
    int blue = lit(255 - row[at + 2], light);
    return Luma.of(red, green, blue);
  }

  private static int lit(int ink, int light) {
    int product = ink * light + 128;
    return clip(light - (((product >> 8) + product) >> 8));
  }

  private static int fixed(double value) {
    return (int) (value * (1 << BITS) + 0.5);
  }

  private static int clip(int value) {
    return Math.min(Math.max(value, 0), 255);
  }
}
