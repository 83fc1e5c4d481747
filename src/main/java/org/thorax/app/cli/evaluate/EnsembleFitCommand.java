package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.app.cli.options.SetProgress;
import org.thorax.app.cli.options.SetReading;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.ensemble.Criterion;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.ensemble.Fitting;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.registry.ModelSource;
import org.thorax.experiment.run.EnsembleFitting;
import org.thorax.experiment.run.EvaluationRun;
import org.thorax.experiment.run.TrainedBenchmark;
import org.thorax.model.Model;
import org.thorax.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax ensemble fit}. */
@Command(
    name = "fit",
    description = "Fits the combination of models and writes the ensemble file.",
    footer = {
      "",
      "The ensemble file can be used like a model in predict, explain, serve, evaluate and "
          + "export. It refers to its members by relative paths, so keep them together. Fit on "
          + "the validation set, evaluate on the test set."
    })
final class EnsembleFitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SetReading reading;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      description =
          "Two or more models: experiment names or ids, SavedModels, .h5 or .keras files.")
  private List<String> models = List.of();

  @Option(
      names = "--folds",
      paramLabel = "FOLDER",
      description =
          "The models of all folds of 'train --folds', with equal weights, in place of MODEL: the "
              + "folder with out-of-fold.csv, or its name below --models-dir.")
  private String folds;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Output file for the ensemble, JSON.")
  private Path out;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "dirichlet",
      description =
          "Combination method. mean; fixed: the given --weights; dirichlet: random search over "
              + "weights; greedy: forward selection (Caruana 2004); stacking: a dense layer on the "
              + "probabilities; forest: a random forest on the probabilities (default: "
              + "${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--weights",
      paramLabel = "WEIGHT",
      split = ",",
      description = "Weights of the members for --method fixed, separated by commas, e.g. 0.6,0.4.")
  private List<Double> weights = List.of();

  @Option(
      names = "--fit-on",
      paramLabel = "SET",
      defaultValue = "validation",
      description =
          "Set to fit on: validation, or test as in the original project, which biases test "
              + "results (default: ${DEFAULT-VALUE}).")
  private EvaluationRun.Part part;

  @Option(
      names = "--criterion",
      paramLabel = "METRIC",
      defaultValue = "auc",
      description =
          "Metric to maximise. auc: exact, over classes with positive samples; keras-auc: "
              + "Keras' approximation with 200 thresholds; keras-micro-auc: pooled over all cells "
              + "(default: ${DEFAULT-VALUE}).")
  private String criterion;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Number of random weight vectors for --method dirichlet (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Number of selection rounds for --method greedy (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Number of training epochs for --method stacking (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--trees",
      paramLabel = "N",
      defaultValue = "200",
      description = "Number of trees for --method forest (default: ${DEFAULT-VALUE}).")
  private int trees;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "10",
      description = "Maximum depth of the trees for --method forest (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the fit (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--benchmark",
      paramLabel = "BENCHMARK",
      description =
          "Benchmark that defines the sets: a name or .yaml file (default: that of the first "
              + "model).")
  private String benchmark;

  @Override
  public Integer call() {
    PrintWriter print = spec.commandLine().getOut();
    if (folds != null) {
      return ofFolds(print);
    }
    requireTwo();
    Argument.of(spec, this::requireJson);
    overwrite.requireFile(out, "an ensemble", EnsembleFile::beginsAsOne);
    Fitting fitting = Argument.of(spec, this::fitting);
    ModelSource trained =
        store.source(folders.models(), folders.logs(), spec.commandLine().getErr());
    List<Ensemble.Member> members =
        models.stream().map(trained::find).map(EnsembleFitCommand::member).toList();
    if (part == EvaluationRun.Part.ALL) {
      throw new ConfigurationException(
          "fit-on", "Expected --fit-on validation, test or train, found all; it has all of them.");
    }
    Benchmark planned = planned(members.get(0));
    var settings =
        new EnsembleFitting.Settings(reading.source(planned), part, reading.device(), fitting);
    List<String> remarks = new ArrayList<>();
    Ensemble ensemble;
    try (SetProgress progress = new SetProgress(print)) {
      ensemble = new EnsembleFitting(planned, settings).fit(name(), members, progress::at, remarks);
    }
    EnsembleFile.write(ensemble, out);
    EnsembleDescribeCommand.print(ensemble, print);
    remarks.stream().distinct().forEach(remark -> print.println("note: " + remark));
    print.println("Ensemble: " + out);
    print.flush();
    return 0;
  }

  /** Every patient of the data is known to some of the models, so nothing is fitted. */
  private int ofFolds(PrintWriter print) {
    FoldsEnsemble.requireMean(spec, models, method);
    Argument.of(spec, this::requireJson);
    overwrite.requireFile(out, "an ensemble", EnsembleFile::beginsAsOne);
    FoldsEnsemble.write(folds, folders.models(), name(), out, print);
    return 0;
  }

  static Ensemble.Member member(Path model) {
    return new Ensemble.Member(model, model.getFileName().toString());
  }

  private void requireTwo() {
    if (models.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing MODEL, two or more models (or --folds FOLDER).");
    }
    if (models.size() < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "Name at least two models to combine, found 1 of 2: '" + models.get(0) + "'.");
    }
  }

  private Path requireJson() {
    if (!out.toString().endsWith(".json")) {
      throw new ConfigurationException("out", "Expected --out FILE.json, found '" + out + "'.");
    }
    return out;
  }

  private String name() {
    return out.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private Fitting fitting() {
    return new Fitting(
        Fitting.Method.of(method),
        weights,
        Criterion.of(criterion),
        new Fitting.Effort(draws, rounds, epochs, trees, depth),
        seed);
  }

  private Benchmark planned(Ensemble.Member first) {
    try (Model opened = EnsembleFile.openClassifier(first.model())) {
      if (benchmark != null) {
        return Argument.of(spec, () -> asked(opened.contract().classNames()));
      }
      String name =
          opened
              .contract()
              .provenance()
              .map(Provenance::benchmark)
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "benchmark",
                          first.title()
                              + " does not specify what it was trained on; give --benchmark NAME."));
      return Argument.of(
          spec, () -> TrainedBenchmark.of(first.model(), name, opened.contract().classNames()));
    }
  }

  private Benchmark asked(List<String> classes) {
    boolean isName = BenchmarkSource.isName(benchmark);
    return BenchmarkSource.of(benchmark, isName ? classes : List.of(), Optional.empty(), List.of())
        .benchmark();
  }
}
