package org.thorax.formats.jpeg2000;

/**
 * A rectangle of a grid; empty where the ends are not behind the begins.
 *
 * @param left first column
 * @param top first row
 * @param right column behind the last
 * @param bottom row behind the last
 */
record Area(int left, int top, int right, int bottom) {
  int width() {
    return Math.max(0, right - left);
  }

  int height() {
    return Math.max(0, bottom - top);
  }

  boolean isEmpty() {
    return width() == 0 || height() == 0;
  }

  /** On a grid that is coarser by a power of two. */
  Area coarser(int power) {
    return new Area(up(left, power), up(top, power), up(right, power), up(bottom, power));
  }

  /** The samples of a subband (ITU T.800, equation B-15). */
  Area band(int level, boolean highAcross, boolean highAlong) {
    long across = highAcross ? 1L << (level - 1) : 0;
    long along = highAlong ? 1L << (level - 1) : 0;
    return new Area(
        up(left - across, level),
        up(top - along, level),
        up(right - across, level),
        up(bottom - along, level));
  }

  Area common(Area other) {
    return new Area(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }

  /** Divided by a power of two, rounded up. */
  static int up(long value, int power) {
    return (int) ((value + (1L << power) - 1) >> power);
  }
}
