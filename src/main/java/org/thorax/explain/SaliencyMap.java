package org.thorax.explain;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.thorax.data.image.ImageRegion;

/**
 * How strongly each pixel of the network's input supports a class.
 *
 * @param grid one value per pixel, from 0 to 1; all 0 if nothing supports the class
 */
public record SaliencyMap(Grid grid) {
  /** Checks that there is one value at each position. */
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
   * Grad-CAM's conversion of a feature map's grid: resized, negative values 0, divided by the
   * largest value.
   */
  static SaliencyMap rectified(Grid coarse, int height, int width) {
    return new SaliencyMap(
        coarse.resized(height, width).mapped(value -> Math.max(value, 0)).dividedByMax());
  }

  /** CRM's conversion: divided by the largest value, then resized. */
  static SaliencyMap relevance(Grid coarse, int height, int width) {
    return new SaliencyMap(coarse.dividedByMax().resized(height, width));
  }

  /**
   * The mean of several models' maps, position by position. It is not divided by the largest value,
   * so a position that only some models support stays weaker.
   *
   * @param maps at least one, all of one size
   */
  public static SaliencyMap mean(List<SaliencyMap> maps) {
    return new SaliencyMap(sum(maps, Collections.nCopies(maps.size(), 1.0 / maps.size())));
  }

  /**
   * The weighted sum of several models' maps, position by position.
   *
   * @param maps at least one, all of one size
   * @param weights one per map
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

  /** The map for an image of another size, e.g. that of the file. */
  public SaliencyMap resized(int height, int width) {
    return new SaliencyMap(grid.resized(height, width));
  }

  /** The map over the whole radiograph, 0 outside of the network's input. */
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
   * The map with increased contrast, for maps with pixel resolution, of which few pixels are
   * strong: the value below which this share of the pixels lies becomes 1.
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
