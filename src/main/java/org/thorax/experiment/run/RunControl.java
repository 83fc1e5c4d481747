package org.thorax.experiment.run;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.training.callback.SaveEvery;

/**
 * How a run is monitored, saved and stopped.
 *
 * @param callbacks callbacks of the training
 * @param saveEvery how often to save its state
 * @param start how to handle the state of an earlier run of the same name
 * @param interrupted called after every step: whether to save the state and stop
 * @param command the arguments of {@code thorax train}; kept for {@code --resume}
 */
public record RunControl(
    CallbackSettings callbacks,
    SaveEvery saveEvery,
    Start start,
    BooleanSupplier interrupted,
    List<String> command) {
  /** How to handle the saved state of an earlier run. */
  public enum Start {
    /** Start a new run; a saved state is an error, because it would be lost. */
    NEW,
    /** Start a new run and discard a saved state. */
    RESTART,
    /**
     * Resume from the saved state, start a new run if there is none, or do nothing if the run is
     * finished.
     */
    RESUME
  }

  /** Keras' callbacks as in the original project; a saved state is discarded. */
  public static final RunControl DEFAULT =
      new RunControl(
          CallbackSettings.DEFAULT, SaveEvery.DEFAULT, Start.RESTART, () -> false, List.of());

  /** Copies the list. */
  public RunControl {
    command = List.copyOf(command);
  }
}
