package org.thorax.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Pillow's conversion to mode "L": ITU-R 601-2 luma in 16-bit fixed point, without alpha. Works on
 * raw samples, because Java2D's colour spaces would change the grey levels.
 */
final class Luma {
  private Luma() {}

  static GreyImage of(BufferedImage image) {
    Raster raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return ofPalette(raster, palette);
    }
    // One band is grey, two are grey and alpha.
    return raster.getNumBands() < 3 ? ofFirstBand(raster) : ofRgb(raster);
  }

  /**
   * The largest sample of more than 8 bits, ignoring transparency; 0 if samples have 8 or fewer.
   */
  static int greatest(BufferedImage image) {
    Raster raster = image.getRaster();
    int greatest = 0;
    int bands = raster.getNumBands() < 3 ? 1 : 3;
    int[] row = new int[raster.getWidth()];
    for (int band = 0; shiftToByte(raster) > 0 && band < bands; band++) {
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(0, y, row.length, 1, band, row);
        greatest = Math.max(greatest, Arrays.stream(row).max().orElse(0));
      }
    }
    return greatest;
  }

  static GreyImage ofFirstBand(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (isPlainGrey(raster)) {
      byte[] all = ((DataBufferByte) raster.getDataBuffer()).getData();
      return new GreyImage(width, height, all);
    }
    int shift = shiftToByte(raster);
    byte[] grey = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        grey[y * width + x] = (byte) (row[x] >> shift);
      }
    }
    return new GreyImage(width, height, grey);
  }

  private static GreyImage ofRgb(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int shift = shiftToByte(raster);
    byte[] grey = new byte[width * height];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        grey[y * width + x] = of(row[at] >> shift, row[at + 1] >> shift, row[at + 2] >> shift);
      }
    }
    return new GreyImage(width, height, grey);
  }

  private static GreyImage ofPalette(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] greyOf = new byte[palette.getMapSize()];
    for (int i = 0; i < greyOf.length; i++) {
      greyOf[i] = of(palette.getRed(i), palette.getGreen(i), palette.getBlue(i));
    }
    byte[] grey = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        grey[y * width + x] = greyOf[row[x]];
      }
    }
    return new GreyImage(width, height, grey);
  }

  static byte of(int red, int green, int blue) {
    return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
  }

  private static int shiftToByte(Raster raster) {
    return Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
  }

  /** Whether the raster's own buffer is exactly the pixels, row by row. */
  private static boolean isPlainGrey(Raster raster) {
    return raster.getNumBands() == 1
        && raster.getSampleModel() instanceof ComponentSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && model.getPixelStride() == 1
        && model.getScanlineStride() == raster.getWidth()
        && buffer.getOffset() == 0
        && buffer.getData().length == raster.getWidth() * raster.getHeight();
  }
}
