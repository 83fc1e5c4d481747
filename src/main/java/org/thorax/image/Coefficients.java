package org.thorax.image;

/**
 * The weights with which source pixels make each target pixel along one axis, in Pillow's 8-bit
 * fixed point (its {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}).
 *
 * @param first for each target pixel the first source pixel
 * @param count for each target pixel how many source pixels
 * @param stride length of one target pixel's part of {@code weights}
 * @param weights fixed-point weights with {@link #BITS} fractional bits
 */
@SuppressWarnings("ArrayRecordComponent") // Private to the resize loops; never compared as values.
record Coefficients(int[] first, int[] count, int stride, int[] weights) {
  /** 32 bits less 8 of the pixel and 2 for overshoot and sign. */
  static final int BITS = 32 - 8 - 2;

  static Coefficients of(int from, int to, Filter filter) {
    double scale = (double) from / to;
    double filterScale = Math.max(scale, 1);
    double support = filter.support() * filterScale;
    int stride = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[to];
    int[] count = new int[to];
    int[] weights = new int[to * stride];
    double[] exact = new double[stride];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      first[i] = Math.max((int) (center - support + 0.5), 0);
      count[i] = Math.min((int) (center + support + 0.5), from) - first[i];
      double sum = 0;
      for (int k = 0; k < count[i]; k++) {
        exact[k] = filter.weight((k + first[i] - center + 0.5) * (1 / filterScale));
        sum += exact[k];
      }
      for (int k = 0; k < count[i]; k++) {
        weights[i * stride + k] = fixedPoint(sum == 0 ? exact[k] : exact[k] / sum);
      }
    }
    return new Coefficients(first, count, stride, weights);
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
