package org.thorax.experiment.plan;

import java.util.OptionalDouble;

/**
 * The status of a run of a plan.
 *
 * @param phase its phase
 * @param epoch the current epoch, from 1; 0 before
 * @param step of the epoch
 * @param steps in an epoch; 0 if not known
 * @param loss of the epoch so far, or of the test set if finished
 * @param auc of the last validation, or of the test set if finished
 * @param imagesPerSecond of the last reported step
 * @param seconds since it started
 * @param message the error, or the id of its log entry
 */
public record RunStatus(
    Phase phase,
    int epoch,
    int step,
    int steps,
    OptionalDouble loss,
    OptionalDouble auc,
    double imagesPerSecond,
    double seconds,
    String message) {
  /** The phase of a run. */
  public enum Phase {
    /** Not started. */
    WAITING,
    /** Its process is running. */
    RUNNING,
    /** Finished during this execution of the plan. */
    DONE,
    /** Finished earlier. */
    DONE_BEFORE,
    /** Failed with an error. */
    FAILED,
    /** Stopped on request; it can be resumed. */
    STOPPED
  }

  /** Before the run starts. */
  static final RunStatus WAITING =
      new RunStatus(
          Phase.WAITING, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0, "");

  RunStatus as(Phase other, String text, double time) {
    return new RunStatus(other, epoch, step, steps, loss, auc, imagesPerSecond, time, text);
  }
}
