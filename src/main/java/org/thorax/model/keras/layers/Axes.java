package org.thorax.model.keras.layers;

import java.util.stream.IntStream;

/** Lists of axes. */
final class Axes {
  private Axes() {}

  /** 0 to count - 1. */
  static int[] upTo(int count) {
    return IntStream.range(0, count).toArray();
  }
}
