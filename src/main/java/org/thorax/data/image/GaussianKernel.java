package org.thorax.data.image;

/** SciPy's Gaussian weights ({@code ndimage.gaussian_filter} with truncate 4), to the last bit. */
final class GaussianKernel {
  private static final double TRUNCATE = 4;

  private GaussianKernel() {}

  /** The weights at distances 0, 1, ...; both sides together sum to 1. */
  static double[] half(double sigma) {
    int radius = (int) (TRUNCATE * sigma + 0.5);
    double[] all = new double[2 * radius + 1];
    double factor = -0.5 / (sigma * sigma);
    for (int i = 0; i < all.length; i++) {
      double distance = i - radius;
      all[i] = Math.exp(factor * (distance * distance));
    }
    double sum = numpySum(all);
    double[] half = new double[radius + 1];
    for (int k = 0; k <= radius; k++) {
      half[k] = all[radius + k] / sum;
    }
    return half;
  }

  /** NumPy adds in eight lanes and then the lanes by pairs; the last bit needs its order. */
  private static double numpySum(double[] values) {
    int inLanes = values.length - values.length % 8;
    double sum = 0;
    if (inLanes > 0) {
      double[] lane = new double[8];
      for (int i = 0; i < inLanes; i++) {
        lane[i % 8] += values[i];
      }
      sum =
          ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    }
    for (int i = inLanes; i < values.length; i++) {
      sum += values[i];
    }
    return sum;
  }
}
