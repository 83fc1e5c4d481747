package org.thorax.training.callback;

import java.util.Map;

/** A callback of the training, like Keras' callbacks. Epochs and batches are counted from 1. */
public interface Callback {
  /** Called before the training. */
  default void onTrainBegin(TrainingControl control) {}

  /**
   * Called before the first batch of an epoch, and before the first one after resuming.
   *
   * @param steps batches in the epoch
   */
  default void onEpochBegin(int epoch, int steps) {}

  /** Called after each training batch. */
  default void onBatchEnd(BatchLog log) {}

  /** Called after validation, with the metrics of the epoch in the order of Keras' history. */
  default void onEpochEnd(int epoch, Map<String, Double> logs) {}

  /** Called after the last epoch; not if training fails or is interrupted. */
  default void onTrainEnd() {}

  /** A callback with a state, which a resumed training restores. */
  interface Resumable extends Callback {
    /** The name of its state; unique among all callbacks. */
    String name();

    /**
     * Its current state, with numbers as text. Everything written so far has been flushed to the
     * disk.
     */
    Map<String, String> state();

    /**
     * Restores the state; called between {@link #onTrainBegin} and the first epoch.
     *
     * @param history the finished epochs
     */
    void restore(Map<String, String> state, History history);
  }
}
