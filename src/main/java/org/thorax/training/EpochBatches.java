package org.thorax.training;

import org.thorax.data.loader.BatchStream;

/** The training batches of an epoch, or the remaining ones. */
@FunctionalInterface
public interface EpochBatches {
  /**
   * Starts reading.
   *
   * @param epoch from 0
   * @param from number of samples in the epoch's order to skip
   */
  BatchStream of(int epoch, int from);
}
