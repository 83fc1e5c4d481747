package org.thorax.data;

/** Sums in NumPy's order, so that a mean rounds to the same digit. */
public final class PairwiseSum {
  private PairwiseSum() {}

  /** The sum of {@code count} values from {@code from}, in the order of {@code numpy.sum}. */
  public static double of(double[] values, int from, int count) {
    if (count < 8) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += values[from + i];
      }
      return sum;
    }
    if (count > 128) {
      int half = count / 2;
      half -= half % 8;
      return of(values, from, half) + of(values, from + half, count - half);
    }
    double[] r = new double[8];
    System.arraycopy(values, from, r, 0, 8);
    int i = 8;
    for (; i < count - count % 8; i += 8) {
      for (int k = 0; k < 8; k++) {
        r[k] += values[from + i + k];
      }
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < count; i++) {
      sum += values[from + i];
    }
    return sum;
  }

  /** The mean, as {@code numpy.mean}. */
  public static double mean(double[] values) {
    return of(values, 0, values.length) / values.length;
  }
}
