package org.thorax.data.image;

/**
 * Which part of a radiograph the network sees: pixels of the resized whole.
 *
 * @param x first column
 * @param y first row
 * @param width columns
 * @param height rows
 * @param ofWidth columns of the whole
 * @param ofHeight rows of the whole
 */
public record ImageRegion(int x, int y, int width, int height, int ofWidth, int ofHeight) {
  /** Checks that the part lies within the whole. */
  public ImageRegion {
    boolean within = x >= 0 && y >= 0 && x + width <= ofWidth && y + height <= ofHeight;
    if (!within || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          width
              + "x"
              + height
              + " at "
              + x
              + ","
              + y
              + " is no part of "
              + ofWidth
              + "x"
              + ofHeight);
    }
  }

  /** All of an image. */
  public static ImageRegion whole(int width, int height) {
    return new ImageRegion(0, 0, width, height, width, height);
  }
}
