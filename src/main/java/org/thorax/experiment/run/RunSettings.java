package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.ConfigurationException;
import org.thorax.model.Device;
import org.thorax.model.Scaling;

/**
 * Settings of a training run, in addition to its benchmark.
 *
 * @param data the data set
 * @param start what training starts from
 * @param folders where everything is written
 * @param seed of new weights, the order of samples and dropout, 0 to 4294967295
 * @param stepsPerEpoch batches after which an epoch ends early
 * @param device where it runs
 */
public record RunSettings(
    DatasetSource data,
    Start start,
    Folders folders,
    long seed,
    OptionalInt stepsPerEpoch,
    Device device) {
  /**
   * What training starts from.
   *
   * @param network where the network comes from
   * @param scaling in place of what the network says about itself
   * @param freezeBackbone whether only the head is trained
   * @param unfreeze whether what the network's file froze is trained too
   */
  public record Start(
      NetworkSource network, Optional<Scaling> scaling, boolean freezeBackbone, boolean unfreeze) {
    /** All of a network as it is. */
    public static Start of(NetworkSource network) {
      return new Start(network, Optional.empty(), false, false);
    }
  }

  /**
   * Where everything is written.
   *
   * @param models where {@code <experiment>/} is
   * @param logs where the logs are
   */
  public record Folders(Path models, Path logs) {}

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
