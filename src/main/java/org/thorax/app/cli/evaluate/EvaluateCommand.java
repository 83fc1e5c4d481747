package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.InterpretationOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.app.cli.options.SetProgress;
import org.thorax.app.cli.options.SetReading;
import org.thorax.app.cli.options.SplitOptions;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.cli.options.WeightsOption;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.evaluation.report.EvaluationFiles;
import org.thorax.evaluation.report.EvaluationOptions;
import org.thorax.evaluation.report.EvaluationReport;
import org.thorax.evaluation.report.EvaluationText;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.registry.EntryBenchmark;
import org.thorax.experiment.registry.LoggedContracts;
import org.thorax.experiment.run.EvaluationRun;
import org.thorax.experiment.run.TrainedBenchmark;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Model;
import org.thorax.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description =
        "Evaluates a model on a set: metrics with confidence intervals, curves, an HTML page.",
    footer = {
      "",
      "Thresholds are chosen on the validation set and applied to the evaluated set. A "
          + "benchmark whose preprocessing or classes differ from the model's is refused without "
          + "--force."
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SetReading reading;
  @Mixin private WeightsOption weights;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Experiment name or id, SavedModel folder, or .h5 or .keras file; or a predictions file "
              + "(.csv) of 'train' or 'evaluate', e.g. out-of-fold.csv of 'train --folds'.")
  private String model;

  @Option(
      names = "--benchmark",
      paramLabel = "BENCHMARK",
      description =
          "Benchmark that defines the sets: a name or .yaml file (default: the one the model was "
              + "trained on, from its metadata or the logs).")
  private String benchmark;

  @Option(
      names = "--split",
      paramLabel = "SET",
      defaultValue = "test",
      description =
          "Set to evaluate: test, validation or train; all for another data set than the model's "
              + "(default: ${DEFAULT-VALUE}).")
  private EvaluationRun.Part part;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Output folder: index.html, figures as SVG and PNG, all numbers as CSV and JSON.")
  private Path out;

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description = "Classes in order, separated by commas; as many as the benchmark's N token.")
  private String classes;

  @Option(
      names = "--thresholds",
      paramLabel = "SET",
      defaultValue = "validation",
      description =
          "Set on which thresholds are chosen; 'same': the evaluated set, without predicting the "
              + "validation set (default: ${DEFAULT-VALUE}).")
  private String thresholds;

  @Option(
      names = "--sensitivity",
      paramLabel = "RATE",
      defaultValue = "0.9",
      description =
          "Sensitivity for the fixed-sensitivity threshold, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double sensitivity;

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Number of bootstrap samples of patients for confidence intervals of means; 0: none "
              + "(default: ${DEFAULT-VALUE}).")
  private int replicates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private SplitOptions split;

  @Mixin private InterpretationOptions meaning;

  @Option(
      names = "--force",
      description =
          "Evaluate even if the model was trained with other classes, preprocessing or data.")
  private boolean force;

  @Override
  public Integer call() {
    Optional<OutputFolder> place =
        Optional.ofNullable(out).map(folder -> overwrite.folder(folder, "an evaluation"));
    if (PredictionsEvaluation.isOne(model)) {
      PredictionsEvaluation given = new PredictionsEvaluation(Path.of(model));
      given.requireOptions(spec);
      EvaluationOptions options = Argument.of(spec, this::options);
      write(given.report(options), place);
      return 0;
    }
    Path found =
        store.source(folders.models(), folders.logs(), spec.commandLine().getErr()).find(model);
    PrintWriter print = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Argument.of(spec, meaning::activation);
    meaning.requireFor(found);
    try (Model read = EnsembleFile.openClassifier(found, weights.file())) {
      Model opened = completed(meaning.activated(read), found, err);
      Benchmark planned = Argument.of(spec, () -> planned(found, opened));
      EvaluationRun.Settings settings = Argument.of(spec, () -> settings(planned));
      EvaluationRun run = new EvaluationRun(planned, settings);
      run.scalingChoices(opened, found).forEach(err::println);
      EvaluationReport report;
      try (SetProgress progress = new SetProgress(json ? err : print)) {
        report = run.run(opened, found, progress::at);
      }
      write(report, place);
    }
    return 0;
  }

  private void write(EvaluationReport report, Optional<OutputFolder> place) {
    PrintWriter print = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : print;
    report.subject().remarks().forEach(remark -> notes.println("note: " + remark));
    place.ifPresent(folder -> folder.add(stage -> EvaluationFiles.write(report, stage)));
    print.print(json ? EvaluationText.json(report) + "\n" : EvaluationText.of(report));
    if (out != null && !json) {
      print.println();
      print.println("Page, figures and numbers: " + out.resolve("index.html"));
    }
    print.flush();
  }

  private EvaluationOptions options() {
    return new EvaluationOptions(replicates, seed, sensitivity);
  }

  private Benchmark planned(Path found, Model opened) {
    Benchmark named = named(found, opened);
    return named.with(split.of(named.split()));
  }

  /** The requested benchmark, or the model's own. */
  private Benchmark named(Path found, Model opened) {
    List<String> given = Argument.names(classes);
    Optional<List<String>> described =
        given.isEmpty() ? reading.data().classes(benchmark) : Optional.empty();
    if (described.isPresent()) {
      return BenchmarkSource.ofData(benchmark, described.get(), Optional.empty(), List.of())
          .benchmark();
    }
    if (benchmark != null) {
      return BenchmarkSource.of(benchmark, given, Optional.empty(), List.of()).benchmark();
    }
    Optional<String> name = opened.contract().provenance().map(Provenance::benchmark);
    if (name.isEmpty()) {
      return logged(found);
    }
    return given.isEmpty()
        ? TrainedBenchmark.of(told(found), name.get(), opened.contract().classNames())
        : TrainedBenchmark.withClasses(name.get(), given);
  }

  /** The model whose benchmark file is used; for an ensemble, its first member. */
  private static Path told(Path found) {
    return EnsembleFile.isOne(found) ? EnsembleFile.read(found).members().get(0).model() : found;
  }

  /** Metadata from the logs for a file without its own. */
  private Model completed(Model model, Path found, PrintWriter err) {
    return classes != null
        ? model
        : contracts()
            .completed(
                model, found, meaning.scaling().isPresent(), note -> err.println("note: " + note));
  }

  private Benchmark logged(Path found) {
    LoggedContracts.Found run =
        contracts()
            .of(found)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "benchmark",
                        "The model does not specify what it was trained on, nor does a run in the logs of %s; give --benchmark NAME."
                            .formatted(folders.logs())));
    ResolvedConfig benchmark = EntryBenchmark.of(run.run(), folders.models());
    PrintWriter err = spec.commandLine().getErr();
    err.printf("note: The benchmark is that of run %s.%n", run.run().entry().id());
    benchmark.remarks().forEach(remark -> err.println("note: " + remark));
    return benchmark.benchmark();
  }

  private LoggedContracts contracts() {
    return new LoggedContracts(folders.logs(), folders.models());
  }

  private EvaluationRun.Settings settings(Benchmark planned) {
    if (!thresholds.equals("validation") && !thresholds.equals("same")) {
      throw new ConfigurationException(
          "thresholds", "Expected --thresholds validation or same, found '" + thresholds + "'.");
    }
    return new EvaluationRun.Settings(
        reading.source(planned),
        new EvaluationRun.Sets(part, thresholds.equals("same")),
        meaning.scaling(),
        reading.device(),
        force,
        options());
  }
}
