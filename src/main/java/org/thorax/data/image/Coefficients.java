package org.thorax.data.image;

/**
 * The weights of source pixels for each target pixel along one axis, in Pillow's 8-bit fixed point
 * (its {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}).
 *
 * @param taps number of source pixels per target pixel; unused ones have weight 0
 * @param first the first source pixel of each target pixel
 * @param weights for each target pixel {@code taps} fixed-point weights with {@link #BITS}
 *     fractional bits
 */
@SuppressWarnings("ArrayRecordComponent") // Private to the resize loops; never compared as values.
record Coefficients(int taps, int[] first, int[] weights) {
  /** 32 bits less 8 of the pixel and 2 for overshoot and sign. */
  static final int BITS = 32 - 8 - 2;

  static Coefficients of(int from, int to, Filter filter) {
    double scale = (double) from / to;
    double filterScale = Math.max(scale, 1);
    double support = filter.support() * filterScale;
    int[] start = new int[to];
    int[] count = new int[to];
    int taps = 0;
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      start[i] = Math.max((int) (center - support + 0.5), 0);
      count[i] = Math.min((int) (center + support + 0.5), from) - start[i];
      taps = Math.max(taps, count[i]);
    }
    int[] first = new int[to];
    int[] weights = new int[to * taps];
    double[] exact = new double[taps];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      double sum = 0;
      for (int k = 0; k < count[i]; k++) {
        exact[k] = filter.weight((k + start[i] - center + 0.5) * (1 / filterScale));
        sum += exact[k];
      }
      // At the far edge the window moves back to stay inside; its first weights are then 0.
      first[i] = Math.min(start[i], from - taps);
      int at = i * taps + start[i] - first[i];
      for (int k = 0; k < count[i]; k++) {
        weights[at + k] = fixedPoint(sum == 0 ? exact[k] : exact[k] / sum);
      }
    }
    return new Coefficients(taps, first, weights);
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
