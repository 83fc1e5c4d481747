package org.thorax.data.loader;

import java.util.stream.IntStream;
import org.thorax.data.RandomState;

/**
 * The order of samples in each epoch: NumPy's {@code RandomState([seed, epoch]).permutation(size)},
 * or 0 to size-1 when not shuffled.
 *
 * @param size number of samples
 * @param seed 0 to 2^32 - 1
 * @param shuffled false for evaluation
 */
public record EpochOrder(int size, long seed, boolean shuffled) {
  /** The order for evaluation: that of the table. */
  public static EpochOrder ofTable(int size) {
    return new EpochOrder(size, 0, false);
  }

  /** The sample indices of an epoch, counted from 0. */
  public int[] of(int epoch) {
    return shuffled
        ? new RandomState(seed, epoch).permutation(size)
        : IntStream.range(0, size).toArray();
  }
}
