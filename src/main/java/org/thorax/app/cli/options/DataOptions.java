package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.data.DatasetKind;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.ClassMapping;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.registry.BenchmarkSource;
import picocli.CommandLine.Option;

/** Where the data of a benchmark are. */
public final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data set: its folder, one of its tables or its dataset.yaml (default: the folder in "
              + "CHEXPERT_DATASET_DIRECTORY or CHESTXRAY14_DATASET_DIRECTORY, from the environment or "
              + ".env). Repeat it for several data sets together.")
  private List<Path> data = List.of();

  @Option(
      names = "--dataset",
      paramLabel = "FILE",
      description =
          "Description of the data set, if it is not dataset.yaml in its folder; or the name of a "
              + "published one, e.g. Vindr.")
  private Path description;

  @Option(
      names = "--map",
      paramLabel = "OWN=THEIRS,...",
      description =
          "Classes of another data set that mean the same as those of the model or of the first "
              + "data set; common synonyms are known.")
  private String mapping;

  /** Whether a data set is given. */
  public boolean areGiven() {
    return !data.isEmpty();
  }

  /** The data sets for a benchmark. */
  public DatasetPlaces places(Benchmark benchmark) {
    return places(
        data.isEmpty()
            ? List.of(DatasetArgument.folder(Optional.empty(), benchmark.dataset().kind()))
            : data);
  }

  private DatasetPlaces places(List<Path> places) {
    return new DatasetPlaces(
        places,
        Optional.ofNullable(description),
        mapping == null ? ClassMapping.NONE : ClassMapping.parse(mapping));
  }

  /**
   * The classes of the data, when a benchmark's name is of a described data set or of several.
   *
   * @param benchmark a name, file or preset
   */
  public Optional<List<String>> classes(String benchmark) {
    if (benchmark == null || data.isEmpty() || !BenchmarkSource.isName(benchmark)) {
      return Optional.empty();
    }
    return BenchmarkName.parse(benchmark)
        .token(NameComponent.DATASET)
        .map(DatasetName::of)
        .filter(name -> name.kind() == DatasetKind.DESCRIBED)
        .map(name -> name.classes(places(data)));
  }

  /** A benchmark with the mapping of its data sets' classes, if one is given. */
  public Benchmark mapped(Benchmark benchmark) {
    return mapping == null
        ? benchmark
        : benchmark.with(benchmark.dataset().with(ClassMapping.parse(mapping)));
  }

  /** A benchmark's split, with the test set that its data set's description names. */
  public SplitPlan planned(Benchmark benchmark) {
    boolean described = benchmark.dataset().kind() == DatasetKind.DESCRIBED;
    return described && data.size() == 1
        ? benchmark.dataset().planned(places(data), benchmark.split())
        : benchmark.split();
  }
}
