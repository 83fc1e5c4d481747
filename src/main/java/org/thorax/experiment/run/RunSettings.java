package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.ConfigurationException;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.model.Device;
import org.thorax.model.Scaling;

/**
 * Settings of a training run, in addition to its benchmark.
 *
 * @param data the dataset's folder
 * @param network source of the network
 * @param scaling overrides the network's own scaling
 * @param freezeBackbone whether only the head is trained
 * @param unfreeze whether frozen layers of the network's file are trained, too
 * @param modelsDir parent folder of {@code <experiment>/}
 * @param logsDir folder of the logs
 * @param seed random seed of new weights, sample order and dropout, 0 to 4294967295
 * @param stepsPerEpoch number of batches after which an epoch ends early
 * @param device CPU or GPU
 * @param badImages how to handle missing or damaged images
 * @param cache folder of cached prepared images for later runs; if empty, they are cached in memory
 *     for this run
 */
public record RunSettings(
    Path data,
    NetworkSource network,
    Optional<Scaling> scaling,
    boolean freezeBackbone,
    boolean unfreeze,
    Path modelsDir,
    Path logsDir,
    long seed,
    OptionalInt stepsPerEpoch,
    Device device,
    BadImagePolicy badImages,
    Optional<Path> cache) {
  private static final long LARGEST_SEED = 0xFFFFFFFFL;

  /** Checks the seed and the steps. */
  public RunSettings {
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new ConfigurationException(
          "seed", "`seed` must be 0 to " + LARGEST_SEED + ", found " + seed + ".");
    }
    if (stepsPerEpoch.isPresent() && stepsPerEpoch.getAsInt() < 1) {
      throw new ConfigurationException(
          "steps-per-epoch",
          "`steps-per-epoch` must be at least 1, found " + stepsPerEpoch.getAsInt() + ".");
    }
  }
}
