package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.model.Device;
import org.thorax.model.Scaling;

/**
 * What a training run needs beside its benchmark.
 *
 * @param data the dataset's folder
 * @param network where the network comes from
 * @param scaling instead of what the network says about itself
 * @param freezeBackbone whether only the head is trained
 * @param unfreeze whether what the network's file froze is trained too
 * @param modelsDir where {@code <experiment>/} is written
 * @param logsDir where the logs are
 * @param seed of new weights, the order of samples and dropout, 0 to 4294967295
 * @param stepsPerEpoch batches after which an epoch ends early
 * @param device where it runs
 * @param badImages how to handle missing or damaged images
 * @param cache folder of cached prepared images for later runs; without it in memory, for this run
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
      throw new ThoraxException("--seed must be 0 to " + LARGEST_SEED + ", found " + seed + ".");
    }
    if (stepsPerEpoch.isPresent() && stepsPerEpoch.getAsInt() < 1) {
      throw new ThoraxException(
          "--steps-per-epoch must be at least 1, found " + stepsPerEpoch.getAsInt() + ".");
    }
  }
}
