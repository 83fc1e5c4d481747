package org.thorax.explain;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.thorax.data.image.GreyImage;

/** Draws maps over their radiographs. */
public final class Overlay {
  private static final double STRONGEST = 0.8;
  private static final double LEGACY_WEIGHT = 0.8;
  private static final Color BOX = new Color(0xe74c3c);

  private Overlay() {}

  /** The radiograph without a map. */
  public static BufferedImage plain(GreyImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        picture.setRGB(x, y, image.at(x, y) * 0x010101);
      }
    }
    return picture;
  }

  /**
   * The map over the radiograph: the stronger the map, the less of the radiograph is visible; where
   * the map is 0, the radiograph is unchanged.
   *
   * @param map in the size of the image
   */
  public static BufferedImage blended(GreyImage image, SaliencyMap map) {
    checkSize(image, map);
    BufferedImage picture = plain(image);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        float value = map.at(x, y);
        double weight = STRONGEST * value;
        int colour = Colors.PERCEPTUAL.of(value);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          double level = (1 - weight) * image.at(x, y) + weight * (colour >> shift & 0xff);
          mixed |= ((int) Math.round(level)) << shift;
        }
        picture.setRGB(x, y, mixed);
      }
    }
    return picture;
  }

  /**
   * The original's overlay: 0.8 of the inverted JET colour where the map reaches the threshold,
   * plus the radiograph, all divided by the largest value.
   */
  public static BufferedImage original(GreyImage image, SaliencyMap map, double threshold) {
    checkSize(image, map);
    int pixels = image.width() * image.height();
    double[] sums = new double[3 * pixels];
    double largest = 0;
    for (int i = 0; i < pixels; i++) {
      float value = map.grid().values()[i];
      int colour = value < threshold ? 0 : Colors.ORIGINAL.of(value);
      for (int c = 0; c < 3; c++) {
        sums[3 * i + c] =
            LEGACY_WEIGHT * (colour >> (16 - 8 * c) & 0xff) + (image.pixels()[i] & 0xff);
        largest = Math.max(largest, sums[3 * i + c]);
      }
    }
    double scale = largest > 0 ? 255 / largest : 0;
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = (rgb << 8) | (int) (scale * sums[3 * i + c]);
      }
      picture.setRGB(i % image.width(), i / image.width(), rgb);
    }
    return picture;
  }

  /** The radiograph with boxes. */
  public static BufferedImage boxed(GreyImage image, List<MapBox> boxes) {
    BufferedImage picture = plain(image);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(BOX);
    int stroke = Math.max(1, image.width() / 160);
    graphics.setStroke(new BasicStroke(stroke));
    for (MapBox box : boxes) {
      graphics.drawRect(box.x0(), box.y0(), box.width() - 1, box.height() - 1);
    }
    graphics.dispose();
    return picture;
  }

  private static void checkSize(GreyImage image, SaliencyMap map) {
    if (image.width() != map.width() || image.height() != map.height()) {
      throw new IllegalArgumentException("map and image have one size");
    }
  }
}
