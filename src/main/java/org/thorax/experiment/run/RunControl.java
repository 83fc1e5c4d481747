package org.thorax.experiment.run;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.training.callback.SaveEvery;

/**
 * How a run is watched, saved on its way, and ended.
 *
 * @param callbacks what watches it
 * @param saveEvery how often its state is saved
 * @param start what a state of an earlier run of the same name means
 * @param interrupted called after every step: whether to save the state and end the run
 * @param command the arguments of {@code thorax train} that start it; kept for {@code --resume}
 */
public record RunControl(
    CallbackSettings callbacks,
    SaveEvery saveEvery,
    Start start,
    BooleanSupplier interrupted,
    List<String> command) {
  /** What happens to the state that an earlier run left. */
  public enum Start {
    /** The run starts over; a state is an error, as it would be lost. */
    NEW,
    /** The run starts over and a state is thrown away. */
    RESTART,
    /** The run continues from its state, starts over without one, and is done when it is done. */
    RESUME
  }

  /** Keras' callbacks as the original had them; any earlier state is thrown away. */
  public static final RunControl DEFAULT =
      new RunControl(
          CallbackSettings.DEFAULT, SaveEvery.DEFAULT, Start.RESTART, () -> false, List.of());

  /** Copies the list. */
  public RunControl {
    command = List.copyOf(command);
  }
}
