package org.thorax.evaluation.metrics;

/**
 * The counts of one class from which every Keras metric is computed. A score p falls into bucket
 * ceil(199 p) - 1 in float32 arithmetic, like tf_keras' evenly distributed thresholds; it then
 * exceeds thresholds 0 to bucket.
 */
final class ClassCounts {
  static final int THRESHOLDS = 200;
  private static final int OTHERS = 5;

  private final long[] positives = new long[THRESHOLDS];
  private final long[] negatives = new long[THRESHOLDS];
  // A NaN score exceeds no threshold, so it is in no bucket.
  private long nanPositives;
  private long nanNegatives;
  private long truePositives;
  private long falsePositives;
  private long correct;

  /**
   * @param comparable whether the label may equal a prediction (a -1 kept as positive never does)
   */
  void add(boolean positive, boolean comparable, float score) {
    boolean predicted = score > 0.5f;
    if (predicted) {
      if (positive) {
        truePositives++;
      } else {
        falsePositives++;
      }
    }
    if (comparable && predicted == positive) {
      correct++;
    }
    if (Float.isNaN(score)) {
      if (positive) {
        nanPositives++;
      } else {
        nanNegatives++;
      }
      return;
    }
    (positive ? positives : negatives)[bucket(score)]++;
  }

  void add(ClassCounts other) {
    for (int i = 0; i < THRESHOLDS; i++) {
      positives[i] += other.positives[i];
      negatives[i] += other.negatives[i];
    }
    nanPositives += other.nanPositives;
    nanNegatives += other.nanNegatives;
    truePositives += other.truePositives;
    falsePositives += other.falsePositives;
    correct += other.correct;
  }

  /** All counts, for {@link #restore}. */
  long[] counts() {
    long[] all = new long[2 * THRESHOLDS + OTHERS];
    System.arraycopy(positives, 0, all, 0, THRESHOLDS);
    System.arraycopy(negatives, 0, all, THRESHOLDS, THRESHOLDS);
    long[] others = {nanPositives, nanNegatives, truePositives, falsePositives, correct};
    System.arraycopy(others, 0, all, 2 * THRESHOLDS, OTHERS);
    return all;
  }

  /** Restores {@link #counts}. */
  void restore(long[] all) {
    if (all.length != 2 * THRESHOLDS + OTHERS) {
      throw new IllegalArgumentException(all.length + " counts");
    }
    System.arraycopy(all, 0, positives, 0, THRESHOLDS);
    System.arraycopy(all, THRESHOLDS, negatives, 0, THRESHOLDS);
    nanPositives = all[2 * THRESHOLDS];
    nanNegatives = all[2 * THRESHOLDS + 1];
    truePositives = all[2 * THRESHOLDS + 2];
    falsePositives = all[2 * THRESHOLDS + 3];
    correct = all[2 * THRESHOLDS + 4];
  }

  private static int bucket(float score) {
    float place = Math.min(Math.max(score, 0), 1) * (THRESHOLDS - 1);
    int below = (int) place;
    // ceil - 1, and never below 0
    return place == below ? Math.max(below - 1, 0) : below;
  }

  private long positiveCells() {
    return sum(positives) + nanPositives;
  }

  private long negativeCells() {
    return sum(negatives) + nanNegatives;
  }

  float accuracy() {
    return divide(correct, positiveCells() + negativeCells());
  }

  float precision() {
    return divide(truePositives, truePositives + falsePositives);
  }

  float recall() {
    return divide(truePositives, positiveCells());
  }

  /** F2 = 5 P R / (4 P + R), 0 if both are 0. */
  float f2Score() {
    float precision = precision();
    float recall = recall();
    float denominator = 4 * precision + recall;
    return denominator == 0 ? 0 : 5 * precision * recall / denominator;
  }

  /**
   * Area under the ROC curve of 200 thresholds, by trapezoids; 0 when one kind of label is missing.
   */
  float auc() {
    long allPositives = positiveCells();
    long allNegatives = negativeCells();
    long truePositive = 0;
    long falsePositive = 0;
    double area = 0;
    double lastRecall = 0;
    double lastFallout = 0;
    for (int i = THRESHOLDS - 1; i >= 0; i--) {
      truePositive += positives[i];
      falsePositive += negatives[i];
      double recall = divide(truePositive, allPositives);
      double fallout = divide(falsePositive, allNegatives);
      area += (fallout - lastFallout) * (recall + lastRecall) / 2;
      lastRecall = recall;
      lastFallout = fallout;
    }
    return (float) area;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private static float divide(long numerator, long denominator) {
    return denominator == 0 ? 0 : (float) numerator / (float) denominator;
  }
}
