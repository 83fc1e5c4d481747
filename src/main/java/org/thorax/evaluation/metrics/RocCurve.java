package org.thorax.evaluation.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ROC curve of one class, like scikit-learn's {@code roc_curve} (collinear points dropped).
 *
 * @param points from (0, 0) with threshold infinity to (1, 1), with falling thresholds
 */
public record RocCurve(List<Point> points) {
  /**
   * A point for the rule "score >= threshold".
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
   * @throws IllegalArgumentException if there is no positive or no negative
   */
  public static RocCurve of(RankedScores ranked) {
    if (!ranked.hasBoth()) {
      throw new IllegalArgumentException(
          "A ROC curve needs positives and negatives, not "
              + ranked.positives()
              + " and "
              + ranked.negatives());
    }
    Steps steps = new Steps(ranked.size() + 1);
    ranked.forEachThreshold(steps::add);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < steps.count; i++) {
      if (steps.isKept(i)) {
        points.add(
            new Point(
                steps.thresholds[i],
                (double) steps.falsePositives[i] / ranked.negatives(),
                (double) steps.truePositives[i] / ranked.positives()));
      }
    }
    return new RocCurve(points);
  }

  /** The counts at each distinct score, highest first, after a point where nothing is positive. */
  private static final class Steps {
    private final double[] thresholds;
    private final int[] truePositives;
    private final int[] falsePositives;
    private int count;

    Steps(int most) {
      thresholds = new double[most];
      truePositives = new int[most];
      falsePositives = new int[most];
      thresholds[0] = Double.POSITIVE_INFINITY;
      count = 1;
    }

    void add(float threshold, int trues, int falses) {
      thresholds[count] = threshold;
      truePositives[count] = trues;
      falsePositives[count] = falses;
      count++;
    }

    /** scikit-learn drops collinear points before it puts (0, 0) in front. */
    boolean isKept(int i) {
      return i <= 1 || i == count - 1 || bends(truePositives, i) || bends(falsePositives, i);
    }

    private static boolean bends(int[] counts, int i) {
      return counts[i + 1] - 2 * counts[i] + counts[i - 1] != 0;
    }
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
