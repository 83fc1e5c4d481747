package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.model.Device;
import org.thorax.model.Scaling;

/**
 * Settings for training an open model, in addition to its benchmark.
 *
 * @param data the data set's folder or table
 * @param scaling overrides the model's own scaling
 * @param frozen names of variables that are not trained
 * @param seed random seed of sample order, augmentation and dropout, 0 to 4294967295
 * @param stepsPerEpoch number of batches after which an epoch ends early; empty for all
 * @param device CPU or GPU
 * @param badImages how to handle missing or damaged images
 * @param cache folder of cached prepared images for later runs; if empty, they are cached in memory
 *     for this run
 */
public record ModelTrainingSettings(
    Path data,
    Optional<Scaling> scaling,
    Set<String> frozen,
    long seed,
    OptionalInt stepsPerEpoch,
    Device device,
    BadImagePolicy badImages,
    Optional<Path> cache) {
  private static final long LARGEST_SEED = 0xFFFFFFFFL;

  /** Checks seed and steps. */
  public ModelTrainingSettings {
    Objects.requireNonNull(data, "data");
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
