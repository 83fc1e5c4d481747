package org.thorax.training;

import java.nio.file.Path;

/** Training ended on request, after a step; what it continues from is saved. */
public final class TrainingInterrupted extends RuntimeException {
  private final transient Path states;

  /**
   * After so many updates.
   *
   * @param epoch from 1
   * @param batches of that epoch that are done
   * @param states the folder that it is saved in
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
