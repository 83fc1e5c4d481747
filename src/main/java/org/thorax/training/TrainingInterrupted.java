package org.thorax.training;

import java.nio.file.Path;

/** Training was stopped on request, after a step; its state is saved. */
public final class TrainingInterrupted extends RuntimeException {
  private final transient Path states;

  /**
   * Stopped after this number of batches.
   *
   * @param epoch from 1
   * @param batches of that epoch that are done
   * @param states the folder of the saved state
   */
  public TrainingInterrupted(int epoch, int batches, Path states) {
    super("in epoch " + epoch + " after " + batches + " batches");
    this.states = states;
  }

  /** The folder of the states, usually {@code models/<experiment>/resume}. */
  public Path states() {
    return states;
  }
}
