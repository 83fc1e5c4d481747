package org.thorax.data.loader;

import org.thorax.ThoraxException;

/**
 * How batches are made.
 *
 * @param batchSize samples in a batch, at least 1
 * @param dropLast whether a last batch that is not full is left out
 * @param threads that decode images, at least 1
 * @param prefetch batches made ahead of the consumer, at least 1; they bound the memory
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

  /** Full and short batches, a thread per processor, four batches ahead; a bad image stops. */
  public static BatchOptions ofSize(int batchSize) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new BatchOptions(batchSize, false, threads, 4, BadImagePolicy.FAIL);
  }

  /** The same with another policy for bad images. */
  public BatchOptions with(BadImagePolicy policy) {
    return new BatchOptions(batchSize, dropLast, threads, prefetch, policy);
  }

  /** Batches that {@code samples} samples make when no image is bad. */
  public int batches(int samples) {
    return dropLast ? samples / batchSize : (samples + batchSize - 1) / batchSize;
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new ThoraxException("The " + what + " is at least 1, not " + value + ".");
    }
  }
}
