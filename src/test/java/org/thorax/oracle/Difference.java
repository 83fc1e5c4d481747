package org.thorax.oracle;

import java.util.Map;

/** How far found values are from expected ones. */
public final class Difference {
  private Difference() {}

  /** The length of the difference as a share of the length of the expected vector. */
  public static double relativeL2(float[] expected, float[] found) {
    return relativeL2(Map.of("", expected), Map.of("", found));
  }

  /** The same of all arrays that {@code found} names, as one vector. */
  public static double relativeL2(Map<String, float[]> expected, Map<String, float[]> found) {
    double difference = 0;
    double length = 0;
    for (Map.Entry<String, float[]> entry : found.entrySet()) {
      float[] e = expected.get(entry.getKey());
      float[] f = entry.getValue();
      if (e.length != f.length) {
        throw new AssertionError("expected " + e.length + " values, found " + f.length);
      }
      for (int i = 0; i < e.length; i++) {
        difference += ((double) e[i] - f[i]) * ((double) e[i] - f[i]);
        length += (double) e[i] * e[i];
      }
    }
    return Math.sqrt(difference / length);
  }

  /** The largest of {@link KerasModel#relativeError} over the arrays that {@code found} names. */
  public static double largest(Map<String, float[]> expected, Map<String, float[]> found) {
    return found.entrySet().stream()
        .mapToDouble(
            entry -> KerasModel.relativeError(expected.get(entry.getKey()), entry.getValue()))
        .max()
        .orElseThrow();
  }

  /** The relative difference of two series, value by value. */
  public static double[] ofSeries(float[] expected, float[] found) {
    double[] differences = new double[expected.length];
    for (int i = 0; i < expected.length; i++) {
      differences[i] = Math.abs(((double) found[i] - expected[i]) / expected[i]);
    }
    return differences;
  }
}
