package org.thorax.experiment.run;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.model.Device;
import org.thorax.model.Scaling;

/**
 * Settings for training an open model, in addition to its benchmark.
 *
 * @param data the data set
 * @param scaling in place of what the model says about itself
 * @param frozen names of variables that stay as they are
 * @param seed of the order of samples, augmentation and dropout, 0 to 4294967295
 * @param stepsPerEpoch batches after which an epoch ends early; empty for all
 * @param device where it runs
 */
public record ModelTrainingSettings(
    DatasetSource data,
    Optional<Scaling> scaling,
    Set<String> frozen,
    long seed,
    OptionalInt stepsPerEpoch,
    Device device) {
  private static final long LARGEST_SEED = 0xFFFFFFFFL;

  /** Checks seed and steps. */
  public ModelTrainingSettings {
    frozen = Set.copyOf(frozen);
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new ThoraxException(
          "Expected a seed of 0 to " + LARGEST_SEED + ", found " + seed + "; choose another.");
    }
    if (stepsPerEpoch.isPresent() && stepsPerEpoch.getAsInt() < 1) {
      throw new ThoraxException(
          "Expected at least 1 step per epoch, found %d; leave it out for all."
              .formatted(stepsPerEpoch.getAsInt()));
    }
  }
}
