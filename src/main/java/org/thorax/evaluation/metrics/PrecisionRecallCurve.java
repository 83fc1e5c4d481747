package org.thorax.evaluation.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The precision-recall curve of one class, like scikit-learn's {@code precision_recall_curve}.
 *
 * @param points with rising thresholds, from recall 1 to the last point (recall 0, precision 1)
 *     with threshold infinity
 */
public record PrecisionRecallCurve(List<Point> points) {
  /**
   * A point for the rule "score >= threshold".
   *
   * @param recall 0..1
   * @param precision 0..1
   */
  public record Point(double threshold, double recall, double precision) {}

  /** Copies the points. */
  public PrecisionRecallCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of one class.
   *
   * @throws IllegalArgumentException if there is no positive
   */
  public static PrecisionRecallCurve of(RankedScores ranked) {
    if (ranked.positives() == 0) {
      throw new IllegalArgumentException("A precision-recall curve needs a positive");
    }
    List<Point> points = new ArrayList<>();
    points.add(new Point(Double.POSITIVE_INFINITY, 0, 1));
    double positives = ranked.positives();
    ranked.forEachThreshold(
        (threshold, truePositives, falsePositives) ->
            points.add(
                new Point(
                    threshold,
                    truePositives / positives,
                    (double) truePositives / (truePositives + falsePositives))));
    Collections.reverse(points);
    return new PrecisionRecallCurve(points);
  }
}
