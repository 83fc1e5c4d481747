package org.thorax.data.phantom;

/**
 * A rectangle in pixels of the written image; {@code x}, {@code y} is the upper left corner; the
 * right and lower edges are exclusive.
 */
public record Box(int x, int y, int width, int height) {
  /** Checks that the box is not empty and starts inside the image. */
  public Box {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A box has a corner >= 0 and a size >= 1, not "
              + x
              + ","
              + y
              + " "
              + width
              + "x"
              + height);
    }
  }
}
