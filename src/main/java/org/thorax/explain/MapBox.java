package org.thorax.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * A rectangle around a connected region of a map; right and lower edges are exclusive.
 *
 * @param x0 first column
 * @param y0 first row
 * @param x1 column after the last
 * @param y1 row after the last
 * @param peak largest value in the region
 * @param area number of pixels of the region
 */
public record MapBox(int x0, int y0, int x1, int y1, float peak, int area) {
  /** Added to the threshold of the map for boxes in the original project. */
  public static final double LEGACY_OFFSET = 0.3;

  private static final double MIN_SHARE = 1.0 / 400;

  /** The box moved to another position. */
  MapBox moved(int right, int down) {
    return new MapBox(x0 + right, y0 + down, x1 + right, y1 + down, peak, area);
  }

  /** Columns. */
  public int width() {
    return x1 - x0;
  }

  /** Rows. */
  public int height() {
    return y1 - y0;
  }

  /**
   * The regions above a threshold (neighbours share an edge), strongest peak first; regions smaller
   * than 1/400 of the map are left out.
   */
  public static List<MapBox> above(SaliencyMap map, double threshold) {
    double least = MIN_SHARE * map.width() * map.height();
    return parts(map, threshold).stream()
        .filter(box -> box.area() >= least)
        .sorted(Comparator.comparingDouble(MapBox::peak).reversed())
        .toList();
  }

  /**
   * The original's boxes: every region above the threshold plus {@value #LEGACY_OFFSET}, in the
   * order of their first pixels.
   */
  public static List<MapBox> legacy(SaliencyMap map, double threshold) {
    return parts(map, threshold + LEGACY_OFFSET);
  }

  private static List<MapBox> parts(SaliencyMap map, double threshold) {
    int width = map.width();
    float[] values = map.grid().values();
    boolean[] open = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      open[i] = values[i] > threshold;
    }
    List<MapBox> boxes = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (open[i]) {
        boxes.add(part(i, open, values, width));
      }
    }
    return boxes;
  }

  /** Removes the region of a pixel from {@code open}. */
  private static MapBox part(int first, boolean[] open, float[] values, int width) {
    int x0 = width;
    int y0 = values.length / width;
    int x1 = 0;
    int y1 = 0;
    int area = 0;
    float peak = values[first];
    Deque<Integer> next = new ArrayDeque<>(List.of(first));
    open[first] = false;
    while (!next.isEmpty()) {
      int pixel = next.pop();
      int x = pixel % width;
      int y = pixel / width;
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x + 1);
      y1 = Math.max(y1, y + 1);
      area++;
      peak = Math.max(peak, values[pixel]);
      visit(x > 0, pixel - 1, open, next);
      visit(x + 1 < width, pixel + 1, open, next);
      visit(pixel >= width, pixel - width, open, next);
      visit(pixel + width < values.length, pixel + width, open, next);
    }
    return new MapBox(x0, y0, x1, y1, peak, area);
  }

  private static void visit(boolean inside, int pixel, boolean[] open, Deque<Integer> next) {
    if (inside && open[pixel]) {
      open[pixel] = false;
      next.push(pixel);
    }
  }

  /** The same box in an image of another size. */
  public MapBox scaled(double horizontally, double vertically) {
    return new MapBox(
        (int) Math.floor(x0 * horizontally),
        (int) Math.floor(y0 * vertically),
        (int) Math.ceil(x1 * horizontally),
        (int) Math.ceil(y1 * vertically),
        peak,
        (int) Math.round(area * horizontally * vertically));
  }
}
