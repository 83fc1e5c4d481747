package org.thorax.data.image;

/** Pillow's antialiased resampling filters. */
public enum Filter {
  /** Triangle over one source pixel to each side. */
  BILINEAR(1),
  /** Keys' cubic convolution with a = -0.5 over two source pixels to each side. */
  BICUBIC(2);

  private static final double A = -0.5;

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /** Half the filter's width in source pixels without reduction. */
  double support() {
    return support;
  }

  /**
   * The weight at a distance, computed in Pillow's order of operations, on which the last bit
   * depends.
   */
  double weight(double distance) {
    double x = Math.abs(distance);
    if (this == BILINEAR) {
      return x < 1 ? 1 - x : 0;
    }
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }
}
