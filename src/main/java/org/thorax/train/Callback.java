package org.thorax.train;

import java.util.Map;

/** What happens beside training, as Keras' callbacks. */
public interface Callback {
  /** Before the first batch of an epoch, counted from 1. */
  default void onEpochBegin(int epoch, int steps) {}

  /** After each trained batch. */
  default void onBatchEnd(BatchLog log) {}

  /** After validation, with the figures of the epoch in the order of Keras' history. */
  default void onEpochEnd(int epoch, Map<String, Double> logs) {}
}
