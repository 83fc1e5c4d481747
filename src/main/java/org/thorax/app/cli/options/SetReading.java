package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Device;
import picocli.CommandLine.Option;

/** How commands that train or evaluate models read a benchmark's sets, and on what they run. */
public final class SetReading {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data set's folder, or one of its tables; without it the folder that",
        "CHEXPERT_DATASET_DIRECTORY or CHESTXRAY14_DATASET_DIRECTORY names, in the environment or in .env."
      })
  private Path data;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "cpu, gpu or auto (${DEFAULT-VALUE}).")
  private Device device;

  @Option(
      names = "--on-bad-image",
      defaultValue = "fail",
      description = "skip or fail (${DEFAULT-VALUE}) when an image is missing or damaged.")
  private BadImagePolicy onBadImage;

  @Option(
      names = "--cache",
      description = "Keep the decoded, prepared images on disk for later runs, and use those kept.")
  private boolean cache;

  @Option(
      names = "--cache-dir",
      defaultValue = "data/cache",
      description = "Where --cache keeps them (${DEFAULT-VALUE}).")
  private Path cacheDir;

  /** The data set's folder for a benchmark. */
  public Path data(Benchmark benchmark) {
    return DatasetArgument.folder(Optional.ofNullable(data), benchmark.dataset().kind());
  }

  public Device device() {
    return device;
  }

  public BadImagePolicy badImages() {
    return onBadImage;
  }

  public Optional<Path> cache() {
    return cache ? Optional.of(cacheDir) : Optional.empty();
  }
}
