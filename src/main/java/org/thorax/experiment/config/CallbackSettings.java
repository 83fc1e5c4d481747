package org.thorax.experiment.config;

import java.util.Optional;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.callback.ModelCheckpoint;
import org.thorax.training.callback.ReduceLROnPlateau;

/**
 * Which of Keras' callbacks a run has beside its tables.
 *
 * @param earlyStopping when training ends early
 * @param reduceLROnPlateau when the rate is reduced
 * @param terminateOnNan whether a loss that is not a number ends training rather than failing
 * @param keep which epochs' models stay
 * @param tensorBoard whether events are written
 */
public record CallbackSettings(
    Optional<EarlyStopping.Settings> earlyStopping,
    Optional<ReduceLROnPlateau.Settings> reduceLROnPlateau,
    boolean terminateOnNan,
    ModelCheckpoint.Keep keep,
    boolean tensorBoard) {
  /** Early stopping as the original had it, the best and the last model, events. */
  public static final CallbackSettings DEFAULT =
      new CallbackSettings(
          Optional.of(EarlyStopping.Settings.ORIGINAL),
          Optional.empty(),
          false,
          ModelCheckpoint.Keep.BEST_AND_LAST,
          true);
}
