package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.model.Device;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How commands that train or evaluate models read a benchmark's sets, and on which device they run.
 */
public final class SetReading {
  @Mixin private DataOptions data;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "Device to run on: cpu, gpu or auto (default: ${DEFAULT-VALUE}).")
  private Device device;

  @Option(
      names = "--on-bad-image",
      paramLabel = "ACTION",
      defaultValue = "fail",
      description =
          "What to do with missing or damaged images: fail or skip (default: ${DEFAULT-VALUE}).")
  private BadImagePolicy onBadImage;

  @Option(
      names = "--cache",
      description = "Cache decoded, preprocessed images on disk and reuse them in later runs.")
  private boolean cache;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      defaultValue = "data/cache",
      description = "Folder for --cache (default: ${DEFAULT-VALUE}).")
  private Path cacheDir;

  /** Where the data are. */
  public DataOptions data() {
    return data;
  }

  public Device device() {
    return device;
  }

  /** A benchmark's data and how their images are read. */
  public DatasetSource source(Benchmark benchmark) {
    return new DatasetSource(
        data.places(benchmark), onBadImage, cache ? Optional.of(cacheDir) : Optional.empty());
  }
}
