package org.thorax.explain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How well a map localizes the boxes.
 *
 * @param hit the pointing game (Zhang et al. 2018, without tolerance): whether the map's strongest
 *     position is in a box; its centre if it covers several pixels
 * @param energy share of the map's sum in the boxes (Wang et al. 2020); 0 for an empty map
 * @param ious intersection over union of the boxes and the map above each of {@link #THRESHOLDS}
 */
public record Localization(boolean hit, double energy, List<Double> ious) {
  /** The thresholds of {@code ious}. */
  public static final List<Double> THRESHOLDS =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  private static final float EQUAL = 1e-6f;

  /** Copies the list. */
  public Localization {
    ious = List.copyOf(ious);
  }

  /** Scores a map against the pixels of the boxes. */
  static Localization of(SaliencyMap map, boolean[] inBoxes) {
    float[] values = map.grid().values();
    double all = 0;
    double within = 0;
    for (int i = 0; i < values.length; i++) {
      all += values[i];
      within += inBoxes[i] ? values[i] : 0;
    }
    boolean hit = all > 0 && inBoxes[strongest(map)];
    return new Localization(
        hit,
        all > 0 ? within / all : 0,
        THRESHOLDS.stream().map(threshold -> iou(values, inBoxes, threshold)).toList());
  }

  private static double iou(float[] values, boolean[] inBoxes, double threshold) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < values.length; i++) {
      boolean above = values[i] > threshold;
      both += above && inBoxes[i] ? 1 : 0;
      either += above || inBoxes[i] ? 1 : 0;
    }
    return (double) both / either;
  }

  /**
   * The strongest pixel. In enlarged coarse maps a whole region has the largest value; then it is
   * the centre of the first such region.
   */
  static int strongest(SaliencyMap map) {
    float[] values = map.grid().values();
    float least = map.grid().max() - EQUAL;
    int width = map.width();
    int first = 0;
    while (values[first] < least) {
      first++;
    }
    boolean[] seen = new boolean[values.length];
    Deque<Integer> open = new ArrayDeque<>(List.of(first));
    seen[first] = true;
    long sumX = 0;
    long sumY = 0;
    int count = 0;
    while (!open.isEmpty()) {
      int pixel = open.pop();
      int x = pixel % width;
      sumX += x;
      sumY += pixel / width;
      count++;
      int[] neighbours = {
        x > 0 ? pixel - 1 : -1, x + 1 < width ? pixel + 1 : -1, pixel - width, pixel + width
      };
      for (int next : neighbours) {
        if (next >= 0 && next < values.length && !seen[next] && values[next] >= least) {
          seen[next] = true;
          open.push(next);
        }
      }
    }
    return (int) Math.round((double) sumY / count) * width
        + (int) Math.round((double) sumX / count);
  }
}
