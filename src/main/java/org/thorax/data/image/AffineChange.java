package org.thorax.data.image;

import java.util.Arrays;

/**
 * Rotates, zooms and shifts an image about its centre, like torchvision's {@code RandomAffine} on a
 * Pillow image: nearest neighbour, grey 128 outside.
 *
 * @param degrees clockwise rotation, as torchvision counts
 * @param right shift in whole pixels
 * @param down shift in whole pixels
 * @param scale zoom, above 0
 */
record AffineChange(double degrees, int right, int down, double scale) {
  private static final double MAX_DEGREES = 15;
  private static final double MAX_SHIFT = 0.05;
  private static final double MAX_ZOOM = 0.05;
  private static final byte FILL = (byte) 128;

  /** Pillow steps through the source in 16.16 fixed point. */
  private static final int FRACTION_BITS = 16;

  /** Rotation, shift and zoom, each uniform. */
  static AffineChange drawn(SampleRandom draws, int width, int height) {
    double degrees = draws.uniform(-MAX_DEGREES, MAX_DEGREES);
    // Python's round goes to the even neighbour, as rint does.
    int right = (int) Math.rint(draws.uniform(-MAX_SHIFT * width, MAX_SHIFT * width));
    int down = (int) Math.rint(draws.uniform(-MAX_SHIFT * height, MAX_SHIFT * height));
    return new AffineChange(degrees, right, down, draws.uniform(1 - MAX_ZOOM, 1 + MAX_ZOOM));
  }

  GreyImage apply(GreyImage image) {
    int width = image.width();
    int height = image.height();
    double cosine = Math.cos(Math.toRadians(degrees)) / scale;
    double sine = Math.sin(Math.toRadians(degrees)) / scale;
    double centerX = width * 0.5;
    double centerY = height * 0.5;
    // The source position of the target's origin: the inverse of shift, zoom and rotation.
    double originX = cosine * (-centerX - right) + sine * (-centerY - down) + centerX;
    double originY = -sine * (-centerX - right) + cosine * (-centerY - down) + centerY;
    int stepX = fixed(cosine);
    int stepY = fixed(-sine);
    int rowX = fixed(sine);
    int rowY = fixed(cosine);
    // Pixels are sampled at their centres.
    int startX = fixed(originX + cosine * 0.5 + sine * 0.5);
    int startY = fixed(originY - sine * 0.5 + cosine * 0.5);
    byte[] target = new byte[width * height];
    Arrays.fill(target, FILL);
    for (int y = 0; y < height; y++) {
      int fromX = startX + y * rowX;
      int fromY = startY + y * rowY;
      for (int x = 0; x < width; x++) {
        int column = fromX >> FRACTION_BITS;
        int row = fromY >> FRACTION_BITS;
        if (column >= 0 && column < width && row >= 0 && row < height) {
          target[y * width + x] = image.pixels()[row * width + column];
        }
        fromX += stepX;
        fromY += stepY;
      }
    }
    return new GreyImage(width, height, target);
  }

  private static int fixed(double value) {
    return (int) Math.floor(value * (1 << FRACTION_BITS) + 0.5);
  }
}
