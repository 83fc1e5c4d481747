package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.data.DatasetKind;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.DatasetDescription;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.model.Device;
import picocli.CommandLine.Option;

/**
 * How commands that train or evaluate models read a benchmark's sets, and on which device they run.
 */
public final class SetReading {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data set: its folder, one of its tables or its dataset.yaml (default: the folder in "
              + "CHEXPERT_DATASET_DIRECTORY or CHESTXRAY14_DATASET_DIRECTORY, from the environment or "
              + ".env).")
  private Path data;

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

  /** The data set's folder for a benchmark. */
  public Path data(Benchmark benchmark) {
    return DatasetArgument.folder(Optional.ofNullable(data), benchmark.dataset().kind());
  }

  /**
   * The description of the data set, when a benchmark's name is of a described one.
   *
   * @param benchmark a name, file or preset
   */
  public Optional<DatasetDescription> description(String benchmark) {
    return description(benchmark, data);
  }

  /** The same of a data set in a folder, which may be null. */
  public static Optional<DatasetDescription> description(String benchmark, Path data) {
    if (benchmark == null || data == null || !BenchmarkSource.isName(benchmark)) {
      return Optional.empty();
    }
    return BenchmarkName.parse(benchmark)
        .token(NameComponent.DATASET)
        .map(DatasetName::of)
        .filter(name -> name.kind() == DatasetKind.DESCRIBED)
        .flatMap(name -> name.open(data).description());
  }

  /** A benchmark's split, with the test set that its data set's description names. */
  public SplitPlan planned(Benchmark benchmark) {
    return data == null || benchmark.dataset().kind() != DatasetKind.DESCRIBED
        ? benchmark.split()
        : benchmark.dataset().open(data).planned(benchmark.split());
  }

  public Device device() {
    return device;
  }

  /** A benchmark's data set and how its images are read. */
  public DatasetSource source(Benchmark benchmark) {
    return new DatasetSource(
        data(benchmark), onBadImage, cache ? Optional.of(cacheDir) : Optional.empty());
  }
}
