package org.thorax.explain;

/**
 * Values on a plane.
 *
 * @param height rows
 * @param width columns
 * @param channels values at each position
 * @param values {@code height * width * channels} in C order; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
public record Grid(int height, int width, int channels, float[] values) {
  /** Checks that the sizes agree. */
  public Grid {
    if (height < 1 || width < 1 || channels < 1 || height * width * channels != values.length) {
      throw new IllegalArgumentException(
          values.length + " values are no grid of " + height + "x" + width + "x" + channels);
    }
  }

  /** A grid with one value at each position. */
  public static Grid of(int height, int width, float... values) {
    return new Grid(height, width, 1, values);
  }

  /** The value of the first channel. */
  public float at(int x, int y) {
    return values[(y * width + x) * channels];
  }

  /** The largest value. */
  public float max() {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /** Divides all values by the largest if that is positive, otherwise all become zero. */
  public Grid dividedByMax() {
    float max = max();
    return mapped(value -> max > 0 ? value / max : 0);
  }

  /** Applies a function to every value. */
  public Grid mapped(Change change) {
    float[] changed = new float[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(values[i]);
    }
    return new Grid(height, width, channels, changed);
  }

  /** Multiplies every channel by another grid's single channel, position by position. */
  Grid times(Grid factors) {
    float[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= factors.values[i / channels];
    }
    return new Grid(height, width, channels, products);
  }

  /** A function of one value. */
  @FunctionalInterface
  public interface Change {
    /** The new value. */
    float apply(float value);
  }

  /**
   * Resized bilinearly as OpenCV's {@code resize} does with {@code INTER_LINEAR}: half-pixel
   * centres, edges repeated, no antialiasing. One channel.
   */
  public Grid resized(int newHeight, int newWidth) {
    if (channels != 1) {
      throw new IllegalArgumentException("one channel is resized, found " + channels);
    }
    if (newHeight == height && newWidth == width) {
      return this;
    }
    Taps rows = Taps.of(height, newHeight);
    Taps columns = Taps.of(width, newWidth);
    float[] target = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      int above = rows.first[y] * width;
      int below = rows.second[y] * width;
      float down = rows.weight[y];
      for (int x = 0; x < newWidth; x++) {
        int left = columns.first[x];
        int right = columns.second[x];
        float across = columns.weight[x];
        float upper = values[above + left] * (1 - across) + values[above + right] * across;
        float lower = values[below + left] * (1 - across) + values[below + right] * across;
        target[y * newWidth + x] = upper * (1 - down) + lower * down;
      }
    }
    return new Grid(newHeight, newWidth, 1, target);
  }

  /** The two neighbours of each target pixel and the second one's weight. */
  private record Taps(int[] first, int[] second, float[] weight) {
    static Taps of(int from, int to) {
      Taps taps = new Taps(new int[to], new int[to], new float[to]);
      double scale = (double) from / to;
      for (int i = 0; i < to; i++) {
        float at = (float) ((i + 0.5) * scale - 0.5);
        int floor = (int) Math.floor(at);
        taps.first[i] = Math.min(Math.max(floor, 0), from - 1);
        taps.second[i] = Math.min(Math.max(floor + 1, 0), from - 1);
        taps.weight[i] = at - floor;
      }
      return taps;
    }
  }
}
