package org.thorax.evaluation.metrics;

import java.util.Arrays;

/**
 * The labelled cells of one class, sorted once by score for all exact metrics. Cells whose label is
 * neither 0 nor 1 are left out. Immutable.
 */
public final class RankedScores {
  private static final int INDEX_BITS = 32;

  private final int[] rows;
  private final float[] scores;
  private final boolean[] positive;
  private final int positives;

  private RankedScores(int[] rows, float[] scores, boolean[] positive, int positives) {
    this.rows = rows;
    this.scores = scores;
    this.positive = positive;
    this.positives = positives;
  }

  /** Receives the counts for the rule "score at least this". */
  @FunctionalInterface
  interface Step {
    /** The counts of positives and negatives at or above the threshold. */
    void at(float threshold, int truePositives, int falsePositives);
  }

  /**
   * One column.
   *
   * @param labels 0, 1, or anything else for an unlabelled cell; rows x classes
   * @param scores of the same size
   * @param column from 0
   * @param classes number of columns
   * @throws IllegalArgumentException for a labelled cell whose score is NaN
   */
  public static RankedScores of(float[] labels, float[] scores, int column, int classes) {
    BatchShape.check(labels, scores, labels.length, classes);
    long[] keys = new long[labels.length / classes];
    int count = 0;
    for (int row = 0; row < keys.length; row++) {
      int cell = row * classes + column;
      if (labels[cell] == 0 || labels[cell] == 1) {
        if (Float.isNaN(scores[cell])) {
          throw new IllegalArgumentException("The score of row " + row + " is NaN");
        }
        keys[count++] = (long) ordered(scores[cell]) << INDEX_BITS | row;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] rows = new int[count];
    float[] sorted = new float[count];
    boolean[] positive = new boolean[count];
    int positives = 0;
    for (int i = 0; i < count; i++) {
      rows[i] = (int) keys[i];
      int cell = rows[i] * classes + column;
      sorted[i] = scores[cell] + 0.0f;
      positive[i] = labels[cell] == 1;
      positives += positive[i] ? 1 : 0;
    }
    return new RankedScores(rows, sorted, positive, positives);
  }

  /** One class alone. */
  public static RankedScores of(float[] labels, float[] scores) {
    return of(labels, scores, 0, 1);
  }

  /** An integer that sorts like the float; -0 is 0. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0.0f);
    return bits >= 0 ? bits : bits ^ 0x7FFFFFFF;
  }

  /** Number of labelled cells. */
  public int size() {
    return rows.length;
  }

  /** Number of cells labelled 1. */
  public int positives() {
    return positives;
  }

  /** Number of cells labelled 0. */
  public int negatives() {
    return rows.length - positives;
  }

  /** Whether both labels occur, which curves and areas need. */
  public boolean hasBoth() {
    return positives > 0 && negatives() > 0;
  }

  /** The row of the i-th lowest score. */
  int row(int i) {
    return rows[i];
  }

  /** The i-th lowest score. */
  float score(int i) {
    return scores[i];
  }

  /** The label of the i-th lowest score. */
  boolean positive(int i) {
    return positive[i];
  }

  /** The first index after {@code from} with another score. */
  int endOfTies(int from) {
    int end = from + 1;
    while (end < scores.length && scores[end] == scores[from]) {
      end++;
    }
    return end;
  }

  /** Every distinct score as a threshold, the highest first. */
  void forEachThreshold(Step step) {
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = scores.length - 1; i >= 0; i--) {
      if (positive[i]) {
        truePositives++;
      } else {
        falsePositives++;
      }
      if (i == 0 || scores[i - 1] != scores[i]) {
        step.at(scores[i], truePositives, falsePositives);
      }
    }
  }

  /**
   * The exact area under the ROC curve: the probability that a positive scores higher than a
   * negative, ties counting half (Mann-Whitney), like scikit-learn's {@code roc_auc_score}; NaN if
   * there is only one label.
   */
  public double auc() {
    if (!hasBoth()) {
      return Double.NaN;
    }
    long seenNegatives = 0;
    // Twice the number of (positive, negative) pairs in the right order.
    long pairs = 0;
    for (int from = 0, to; from < scores.length; from = to) {
      to = endOfTies(from);
      long tiedPositives = 0;
      for (int i = from; i < to; i++) {
        tiedPositives += positive[i] ? 1 : 0;
      }
      long tiedNegatives = to - from - tiedPositives;
      pairs += tiedPositives * (2 * seenNegatives + tiedNegatives);
      seenNegatives += tiedNegatives;
    }
    return pairs / (2.0 * positives * negatives());
  }

  /**
   * Average precision: the sum over thresholds of (recall gained) x precision, like scikit-learn's
   * {@code average_precision_score}; NaN without positives.
   */
  public double averagePrecision() {
    if (positives == 0) {
      return Double.NaN;
    }
    double[] sum = {0};
    int[] before = {0};
    forEachThreshold(
        (threshold, truePositives, falsePositives) -> {
          int gained = truePositives - before[0];
          if (gained > 0) {
            sum[0] +=
                (double) gained / positives * truePositives / (truePositives + falsePositives);
            before[0] = truePositives;
          }
        });
    return sum[0];
  }

  /** The mean squared distance between score and label, 0 to 1; NaN without cells. */
  public double brierScore() {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double distance = (double) scores[i] - (positive[i] ? 1 : 0);
      sum += distance * distance;
    }
    return sum / scores.length;
  }

  /** The confusion matrix of the rule "score at least {@code threshold}". */
  public Confusion at(double threshold) {
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = scores.length - 1; i >= 0 && scores[i] >= threshold; i--) {
      if (positive[i]) {
        truePositives++;
      } else {
        falsePositives++;
      }
    }
    return new Confusion(
        truePositives, falsePositives, positives - truePositives, negatives() - falsePositives);
  }
}
