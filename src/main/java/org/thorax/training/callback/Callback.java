package org.thorax.training.callback;

import java.util.Map;

/** What happens beside training, as Keras' callbacks. Epochs and batches are counted from 1. */
public interface Callback {
  /** Before anything else. */
  default void onTrainBegin(TrainingControl control) {}

  /**
   * Before the first batch of an epoch, and before the first one after a resumption.
   *
   * @param steps batches in the epoch
   */
  default void onEpochBegin(int epoch, int steps) {}

  /** After each trained batch. */
  default void onBatchEnd(BatchLog log) {}

  /** After validation, with the figures of the epoch in the order of Keras' history. */
  default void onEpochEnd(int epoch, Map<String, Double> logs) {}

  /** After the last epoch; not when training fails or is interrupted. */
  default void onTrainEnd() {}

  /** One that remembers something, which a resumed training continues from. */
  interface Resumable extends Callback {
    /** Names what it remembers among all callbacks. */
    String name();

    /** What it remembers now, numbers as text; what it wrote so far is on its way to the disk. */
    Map<String, String> state();

    /**
     * Goes on from there; called between {@link #onTrainBegin} and the first epoch.
     *
     * @param history the epochs done
     */
    void restore(Map<String, String> state, History history);
  }
}
