package org.thorax.metrics;

import java.util.Arrays;

/**
 * The exact area under the ROC curve per class: the probability that a positive scores higher than
 * a negative, ties counting half (Mann-Whitney), equal to scikit-learn's {@code roc_auc_score}.
 * Keeps 8 bytes a cell. Cells with a label below 0 or NaN are left out. Not for several threads.
 */
public final class ExactAuc {
  private final long[][] cells;
  private final int[] sizes;
  private final boolean[] nan;

  /**
   * @param classes number of columns, at least 1
   */
  public ExactAuc(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("An AUC needs at least one class, not " + classes);
    }
    this.cells = new long[classes][16];
    this.sizes = new int[classes];
    this.nan = new boolean[classes];
  }

  /** Adds a batch of rows x classes labels (0, 1 or not labelled) and scores. */
  public void update(float[] labels, float[] scores) {
    Batches.check(labels, scores, labels.length, cells.length);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        add(i % cells.length, labels[i] != 0, scores[i]);
      }
    }
  }

  private void add(int column, boolean positive, float score) {
    if (Float.isNaN(score)) {
      nan[column] = true;
      return;
    }
    if (sizes[column] == cells[column].length) {
      cells[column] = Arrays.copyOf(cells[column], 2 * sizes[column]);
    }
    // Bits of a float in an order that sorts like its value; -0 becomes 0.
    int bits = Float.floatToIntBits(score + 0.0f);
    long ordered = bits >= 0 ? bits : bits ^ 0x7FFFFFFF;
    cells[column][sizes[column]++] = ordered << 1 | (positive ? 1 : 0);
  }

  /** The AUC of each class; NaN with one kind of label only or where a score is NaN. */
  public double[] perClass() {
    double[] result = new double[cells.length];
    for (int column = 0; column < result.length; column++) {
      result[column] = auc(column);
    }
    return result;
  }

  /** The unweighted mean over the classes whose AUC is defined; NaN when none is. */
  public double mean() {
    return Arrays.stream(perClass()).filter(auc -> !Double.isNaN(auc)).average().orElse(Double.NaN);
  }

  private double auc(int column) {
    long[] sorted = Arrays.copyOf(cells[column], sizes[column]);
    Arrays.sort(sorted);
    long positives = 0;
    long negatives = 0;
    // Twice the number of (positive, negative) pairs in the right order.
    long pairs = 0;
    int i = 0;
    while (i < sorted.length) {
      long score = sorted[i] >> 1;
      long tiedPositives = 0;
      long tiedNegatives = 0;
      for (; i < sorted.length && sorted[i] >> 1 == score; i++) {
        if ((sorted[i] & 1) == 1) {
          tiedPositives++;
        } else {
          tiedNegatives++;
        }
      }
      pairs += tiedPositives * (2 * negatives + tiedNegatives);
      positives += tiedPositives;
      negatives += tiedNegatives;
    }
    boolean defined = positives > 0 && negatives > 0 && !nan[column];
    return defined ? pairs / (2.0 * positives * negatives) : Double.NaN;
  }
}
