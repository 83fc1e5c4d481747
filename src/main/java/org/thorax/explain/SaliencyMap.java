package org.thorax.explain;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.thorax.data.image.ImageRegion;

/**
 * How much each pixel of the network's image speaks for a class.
 *
 * @param grid one value a pixel, from 0 to 1; all 0 when nothing speaks for the class
 */
public record SaliencyMap(Grid grid) {
  /** Checks that there is one value at each place. */
  public SaliencyMap {
    if (grid.channels() != 1) {
      throw new IllegalArgumentException("a map has one channel, found " + grid.channels());
    }
  }

  /** Columns. */
  public int width() {
    return grid.width();
  }

  /** Rows. */
  public int height() {
    return grid.height();
  }

  /** The value at a column and a row. */
  public float at(int x, int y) {
    return grid.at(x, y);
  }

  /**
   * Grad-CAM's way from a feature map's grid: resized, negative values 0, divided by the largest.
   */
  static SaliencyMap rectified(Grid coarse, int height, int width) {
    return new SaliencyMap(
        coarse.resized(height, width).mapped(value -> Math.max(value, 0)).dividedByMax());
  }

  /** CRM's way: divided by the largest, then resized. */
  static SaliencyMap relevance(Grid coarse, int height, int width) {
    return new SaliencyMap(coarse.dividedByMax().resized(height, width));
  }

  /**
   * The mean of several models' maps, place by place. Nothing is divided afterwards, so a place
   * that only some models see stays weaker.
   *
   * @param maps at least one, all of one size
   */
  public static SaliencyMap mean(List<SaliencyMap> maps) {
    return new SaliencyMap(sum(maps, Collections.nCopies(maps.size(), 1.0 / maps.size())));
  }

  /**
   * The weighted sum of several models' maps, place by place.
   *
   * @param maps at least one, all of one size
   * @param weights one a map
   */
  static Grid sum(List<SaliencyMap> maps, List<Double> weights) {
    SaliencyMap first = maps.get(0);
    float[] sum = new float[first.grid.values().length];
    for (int m = 0; m < maps.size(); m++) {
      SaliencyMap map = maps.get(m);
      float weight = weights.get(m).floatValue();
      if (map.height() != first.height() || map.width() != first.width()) {
        throw new IllegalArgumentException("the maps of an ensemble have one size");
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * map.grid.values()[i];
      }
    }
    return Grid.of(first.height(), first.width(), sum);
  }

  /** The map for an image of another size, e.g. the file's own. */
  public SaliencyMap resized(int height, int width) {
    return new SaliencyMap(grid.resized(height, width));
  }

  /** The map over the whole radiograph, 0 where the network saw nothing. */
  public SaliencyMap placed(ImageRegion part) {
    if (part.width() != width() || part.height() != height()) {
      throw new IllegalArgumentException("a map belongs to the part that the network saw");
    }
    float[] whole = new float[part.ofWidth() * part.ofHeight()];
    for (int y = 0; y < height(); y++) {
      System.arraycopy(
          grid.values(), y * width(), whole, (part.y() + y) * part.ofWidth() + part.x(), width());
    }
    return new SaliencyMap(Grid.of(part.ofHeight(), part.ofWidth(), whole));
  }

  /**
   * The same map stretched for the eye, for maps of single pixels, of which few are strong: the
   * value below which a share of the pixels lies becomes 1.
   *
   * @param share e.g. 0.995
   */
  public SaliencyMap stretched(double share) {
    float[] sorted = grid.values().clone();
    Arrays.sort(sorted);
    float top = sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    return top <= 0 ? this : new SaliencyMap(grid.mapped(value -> Math.min(1, value / top)));
  }
}
