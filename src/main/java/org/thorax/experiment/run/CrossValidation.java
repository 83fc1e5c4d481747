package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Fold;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.description.LabelledData;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.FoldName;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;
import org.thorax.model.Provenance;

/**
 * The runs of a cross-validation: every fold is the test set of one.
 *
 * @param benchmarks of the runs, in the order of the folds
 * @param fingerprints of the runs' data, see {@link PreparedData#fingerprint}
 * @param remarks notes for the user, one line each
 */
public record CrossValidation(
    List<Benchmark> benchmarks, List<String> fingerprints, List<String> remarks) {
  /** Copies the lists. */
  public CrossValidation {
    benchmarks = List.copyOf(benchmarks);
    fingerprints = List.copyOf(fingerprints);
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads and splits the data for every fold.
   *
   * @param benchmarks one for each fold of a data set, in order
   * @throws ThoraxException if the data set has fewer patients than there are folds, or as {@link
   *     LabelledData#split}
   */
  public static CrossValidation of(List<Benchmark> benchmarks, DatasetSource data) {
    List<String> fingerprints = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Benchmark each : benchmarks) {
      DatasetSplit split = data.open(each).split(each.split(), each.classes());
      fingerprints.add(
          PreparedData.fingerprint(List.of(split.train(), split.validation(), split.test())));
      List<String> lacking = withoutPositives(split.test());
      if (!lacking.isEmpty()) {
        remarks.add(
            "Fold %d has no positives of %s, so their AUC is undefined there."
                .formatted(fold(each).number(), String.join(", ", lacking)));
      }
    }
    return new CrossValidation(benchmarks, fingerprints, remarks);
  }

  private static List<String> withoutPositives(Samples test) {
    return LabelCounts.of(test).stream()
        .filter(each -> each.positive() == 0)
        .map(LabelCounts::name)
        .toList();
  }

  private static Fold fold(Benchmark benchmark) {
    return benchmark.split().fold().orElseThrow();
  }

  /** The folder of all runs, and what it will say about them. */
  public FoldsFolder folder(RunSettings settings) {
    Benchmark first = benchmarks.get(0);
    String name = ExperimentName.of(architecture(settings), first.name()).text();
    return new FoldsFolder(settings.folders().models().resolve(FoldName.ofAll(name, fold(first))));
  }

  private String architecture(RunSettings settings) {
    Benchmark first = benchmarks.get(0);
    int outputs = first.labels().encoding().threeWay() ? 3 : 1;
    NetworkSource network = settings.start().network();
    try (Model model = network.open(first.labels().outputs(), outputs, settings.seed()).model()) {
      return RunContract.of(model, first, settings).architecture();
    }
  }

  /**
   * A fold's finished run.
   *
   * @param index of the fold, from 0
   * @param id of its log entry
   * @return empty if the entry or its model does not exist any more
   * @throws ThoraxException if it is a run on other data or with other settings
   */
  public Optional<FoldRun> run(int index, String id, RunSettings.Folders folders) {
    Optional<FoldRun> found =
        new ExperimentLogs(folders.logs())
            .findById(id)
            .map(entry -> of(index + 1, entry, folders))
            .filter(run -> ModelFile.isIn(run.model()));
    found.ifPresent(run -> requireSame(benchmarks.get(index), fingerprints.get(index), run));
    return found;
  }

  private static FoldRun of(int number, ExperimentEntry entry, RunSettings.Folders folders) {
    String stem = entry.filename().replaceFirst("\\.h5$", "");
    return new FoldRun(number, entry.id(), folders.models().resolve(entry.name()).resolve(stem));
  }

  private static void requireSame(Benchmark benchmark, String fingerprint, FoldRun run) {
    boolean data =
        contract(run)
            .flatMap(ModelContract::provenance)
            .map(Provenance::dataFingerprint)
            .filter(fingerprint::equals)
            .isPresent();
    boolean settings =
        TrainedBenchmark.saved(run.model(), benchmark.name())
            .map(BenchmarkForm::of)
            .filter(BenchmarkForm.of(benchmark)::equals)
            .isPresent();
    if (!data || !settings) {
      throw new ConfigurationException(
          "restart",
          "Fold %d was trained %s before (%s); train all folds again with `restart`."
              .formatted(
                  run.number(), data ? "with other settings" : "on other data", run.model()));
    }
  }

  private static Optional<ModelContract> contract(FoldRun run) {
    return ModelFile.read(run.model()).map(ModelFile::contract);
  }

  /**
   * Writes the predictions of all folds as one file, and then the list of their models.
   *
   * @param runs one for each fold, in order
   */
  public void write(List<FoldRun> runs, FoldsFolder folder, DatasetSource data) {
    OutOfFold.write(runs, folder.predictions());
    Benchmark first = benchmarks.get(0);
    folder.write(
        new FoldsFolder.Content(
            FoldName.ofAll(first.name(), fold(first)),
            contract(runs.get(0)).map(ModelContract::architecture).orElse(""),
            data.places().toString(),
            runs));
  }
}
