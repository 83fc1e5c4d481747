package org.thorax.data;

import java.util.List;

/**
 * Encoded labels of samples, in their order.
 *
 * @param classes names, in the order of the values
 * @param values {@code size * classes.size()} labels, sample by sample; not copied, so the caller
 *     must not change them afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // Labels by the million; never compared as values.
public record Labels(List<String> classes, float[] values) {
  /** The label of an unlabelled cell; losses and metrics ignore it. */
  public static final float MASKED = -1;

  /** Checks that the sizes agree. */
  public Labels {
    classes = List.copyOf(classes);
    if (classes.isEmpty() || values.length % classes.size() != 0) {
      throw new IllegalArgumentException(
          values.length + " labels cannot be divided among the classes " + classes);
    }
  }

  /** Number of samples. */
  public int size() {
    return values.length / classes.size();
  }

  /** One label. */
  public float at(int sample, int classIndex) {
    return values[sample * classes.size() + classIndex];
  }

  /** How often a label occurs, by class. */
  public long[] count(float label) {
    long[] counts = new long[classes.size()];
    for (int i = 0; i < values.length; i++) {
      counts[i % counts.length] += values[i] == label ? 1 : 0;
    }
    return counts;
  }

  /** The labels of the given rows, in that order; a row may occur more than once. */
  public Labels select(int[] rows) {
    int width = classes.size();
    float[] chosen = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      copyTo(rows[i], chosen, i * width);
    }
    return new Labels(classes, chosen);
  }

  /** Copies the labels of a sample into {@code target}, from {@code offset} on. */
  public void copyTo(int sample, float[] target, int offset) {
    System.arraycopy(values, sample * classes.size(), target, offset, classes.size());
  }
}
