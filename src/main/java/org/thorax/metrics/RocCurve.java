package org.thorax.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The ROC curve of one class as scikit-learn's {@code roc_curve} gives it (collinear points
 * dropped).
 *
 * @param points from (0, 0) with threshold infinity to (1, 1), thresholds falling
 */
public record RocCurve(List<Point> points) {
  /**
   * What "score >= threshold" makes.
   *
   * @param falsePositiveRate 0..1
   * @param truePositiveRate 0..1
   */
  public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

  /** Copies the points. */
  public RocCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of one class.
   *
   * @param labels 0 or 1; others are left out
   * @param scores as many, none NaN
   * @throws IllegalArgumentException when there is no positive or no negative
   */
  public static RocCurve of(float[] labels, float[] scores) {
    Batches.check(labels, scores, labels.length, 1);
    List<long[]> steps = steps(labels, scores);
    long[] last = steps.get(steps.size() - 1);
    if (last[0] == 0 || last[1] == 0) {
      throw new IllegalArgumentException(
          "A ROC curve needs positives and negatives, not " + last[1] + " and " + last[0]);
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      long[] at = steps.get(i);
      // scikit-learn drops collinear points before it puts (0, 0) in front.
      boolean kept =
          i <= 1
              || i == steps.size() - 1
              || bends(steps.get(i - 1), at, steps.get(i + 1), 0)
              || bends(steps.get(i - 1), at, steps.get(i + 1), 1);
      if (kept) {
        double threshold = i == 0 ? Double.POSITIVE_INFINITY : Float.intBitsToFloat((int) at[2]);
        points.add(new Point(threshold, (double) at[0] / last[0], (double) at[1] / last[1]));
      }
    }
    return new RocCurve(points);
  }

  // {false positives, true positives, bits of the threshold} for each distinct score, highest
  // first.
  private static List<long[]> steps(float[] labels, float[] scores) {
    Integer[] order = new Integer[labels.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing((Integer i) -> scores[i]).reversed());
    List<long[]> steps = new ArrayList<>();
    steps.add(new long[3]);
    long[] counts = new long[2];
    float previous = Float.NaN;
    for (int i : order) {
      if (labels[i] != 0 && labels[i] != 1) {
        continue;
      }
      counts[(int) labels[i]]++;
      long[] step = {counts[0], counts[1], Float.floatToIntBits(scores[i])};
      if (scores[i] == previous) {
        steps.set(steps.size() - 1, step);
      } else {
        steps.add(step);
      }
      previous = scores[i];
    }
    return steps;
  }

  private static boolean bends(long[] before, long[] at, long[] after, int which) {
    return after[which] - 2 * at[which] + before[which] != 0;
  }

  /** The area by trapezoids. */
  public double area() {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      Point a = points.get(i - 1);
      Point b = points.get(i);
      area +=
          (b.falsePositiveRate - a.falsePositiveRate)
              * (a.truePositiveRate + b.truePositiveRate)
              / 2;
    }
    return area;
  }

  /** The first point with the smallest |TPR - (1 - FPR)|: sensitivity equals specificity. */
  public Point operatingPoint() {
    return points.stream()
        .min(
            Comparator.comparingDouble(
                point -> Math.abs(point.truePositiveRate - (1 - point.falsePositiveRate))))
        .orElseThrow();
  }
}
