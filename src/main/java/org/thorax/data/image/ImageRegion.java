package org.thorax.data.image;

/**
 * The part of a radiograph that the network sees, in pixels of the resized image.
 *
 * @param x first column
 * @param y first row
 * @param width columns
 * @param height rows
 * @param ofWidth columns of the whole image
 * @param ofHeight rows of the whole image
 */
public record ImageRegion(int x, int y, int width, int height, int ofWidth, int ofHeight) {
  /** Checks that the part is inside the image. */
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

  /** The whole image. */
  public static ImageRegion whole(int width, int height) {
    return new ImageRegion(0, 0, width, height, width, height);
  }
}
