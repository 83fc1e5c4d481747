package org.thorax.data.loader;

import org.thorax.DataException;

/**
 * Settings of the batches.
 *
 * @param batchSize at least 1
 * @param dropLast whether to drop an incomplete last batch
 * @param threads number of decoding threads, at least 1
 * @param prefetch number of batches prefetched, at least 1; it limits the memory
 * @param badImages how to handle missing or damaged images
 */
public record BatchOptions(
    int batchSize, boolean dropLast, int threads, int prefetch, BadImagePolicy badImages) {
  /** Checks the ranges. */
  public BatchOptions {
    atLeastOne("batch size", batchSize);
    atLeastOne("number of reader threads", threads);
    atLeastOne("number of batches to prefetch", prefetch);
  }

  /**
   * The defaults: complete and incomplete batches, a thread per processor, four prefetched batches,
   * failure on a bad image.
   */
  public static BatchOptions ofSize(int batchSize) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new BatchOptions(batchSize, false, threads, 4, BadImagePolicy.FAIL);
  }

  /** A copy with another policy for bad images. */
  public BatchOptions with(BadImagePolicy policy) {
    return new BatchOptions(batchSize, dropLast, threads, prefetch, policy);
  }

  /** Number of batches of {@code samples} samples if no image is bad. */
  public int batches(int samples) {
    return dropLast ? samples / batchSize : (samples + batchSize - 1) / batchSize;
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new DataException("The " + what + " is at least 1, not " + value + ".");
    }
  }
}
