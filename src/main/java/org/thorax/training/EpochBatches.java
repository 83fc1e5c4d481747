package org.thorax.training;

import org.thorax.data.loader.BatchStream;

/** The training batches of an epoch, or what is left of them. */
@FunctionalInterface
public interface EpochBatches {
  /**
   * Starts reading.
   *
   * @param epoch from 0
   * @param from samples in the epoch's order that were used already
   */
  BatchStream of(int epoch, int from);
}
