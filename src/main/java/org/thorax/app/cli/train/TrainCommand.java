package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.BenchmarkOption;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.InterpretationOptions;
import org.thorax.app.cli.options.NetworkOptions;
import org.thorax.app.cli.options.SetReading;
import org.thorax.app.cli.options.SplitOptions;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.doctor.PrecisionCheck;
import org.thorax.data.Fold;
import org.thorax.data.Upsampling;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.experiment.config.CanonicalName;
import org.thorax.experiment.config.FoldName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.run.CrossValidation;
import org.thorax.experiment.run.NetworkSource;
import org.thorax.experiment.run.RunControl;
import org.thorax.experiment.run.RunSettings;
import org.thorax.experiment.run.ScoredSets;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.model.Precision;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.training.TrainingInterrupted;
import org.thorax.training.callback.SaveEvery;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Trains a classifier as specified by a benchmark, then evaluates, saves and logs it.",
    footer = {
      "",
      "Example: Chexpert_BCE_E3_B32_C0_N5_D128_1LR4_Adam means CheXpert, binary "
          + "cross-entropy, 3 epochs, batch size 32, no cropping, 5 classes, 128 x 128 pixels, "
          + "learning rate 1e-4, Adam."
    })
public final class TrainCommand implements Callable<Integer> {
  private static final String MISSING_BENCHMARK =
      "Missing BENCHMARK, the benchmark's name (or --like or --resume).";

  @Spec private CommandSpec spec;
  @Mixin private SetReading reading;
  @Mixin private StoreOptions store;
  @Mixin private ExperimentFolders folders;

  @Parameters(
      paramLabel = "BENCHMARK",
      arity = "0..1",
      description =
          "Benchmark: a name, a .yaml file, preset:NAME, or log:EXPERIMENT (same as --like).")
  private String benchmark;

  @Mixin private BenchmarkOption source;

  @ArgGroup(multiplicity = "0..1")
  private NetworkOptions network;

  @Mixin private CallbackOptions callbacks;

  @Mixin private ResumeOptions resume;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Initial weights: none for random weights instead of keras-weights/ARCH; or the weights "
              + "file of a model given as a model.to_json() file.")
  private String weights;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description = "Classes in order, separated by commas; as many as the benchmark's N token.")
  private String classes;

  @Option(
      names = "--upsample",
      paramLabel = "CLASS=N,...",
      description =
          "Upsampling factors for classes without predefined ones; used by the Upsampled token.")
  private String upsample;

  @Mixin private SplitOptions split;

  @Mixin private FoldOptions folds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description =
          "Random seed of new weights, sample order and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "N",
      description =
          "Number of a repeated run of the same benchmark; the experiment name gets the prefix N_.")
  private Integer run;

  @Option(names = "--no-shuffle", description = "Do not shuffle: keep the order of the table.")
  private boolean noShuffle;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      description = "Number of batches per epoch (default: all).")
  private Integer stepsPerEpoch;

  @Option(
      names = "--mixed-precision",
      paramLabel = "TYPE",
      description =
          "Compute type of the layers: float16 or bfloat16, with float32 weights (default: "
              + "float32).")
  private String precision;

  @Mixin private FreezeOptions frozen;

  @Mixin private InterpretationOptions meaning;

  @Option(names = "--upload", description = "Upload the trained model to the store.")
  private boolean upload;

  @Override
  public Integer call() {
    boolean unnamed = benchmark == null && !source.isLike();
    if (unnamed && resume.asked() && !folds.given()) {
      return resume.again(spec, folders.models());
    }
    if (unnamed) {
      throw new ParameterException(spec.commandLine(), MISSING_BENCHMARK);
    }
    return train();
  }

  /** All errors that {@link #call} would report before it trains. */
  List<RuntimeException> problems() {
    Problems problems = new Problems(spec);
    if (benchmark == null && !source.isLike()) {
      problems.found().add(new ParameterException(spec.commandLine(), MISSING_BENCHMARK));
    } else {
      Optional<Benchmark> found =
          problems.understood(this::configured).map(ResolvedConfig::benchmark);
      found
          .flatMap(each -> problems.understood(() -> plannedFolds(each)))
          .ifPresent(planned -> data(planned.get(0), problems));
      if (network != null || found.isPresent()) {
        problems
            .understood(() -> network(found.flatMap(this::named)))
            .ifPresent(source -> problems.tried(source::require));
      }
    }
    problems.understood(meaning::scaling);
    problems.understood(callbacks::settings);
    problems.understood(resume::saveEvery);
    return problems.found();
  }

  private void data(Benchmark planned, Problems problems) {
    problems
        .understood(() -> reading.source(planned))
        .ifPresent(data -> problems.tried(() -> new ScoredSets(planned, data.skippingBad())));
  }

  private int train() {
    ResolvedConfig configured = Argument.of(spec, this::configured);
    configured.remarks().forEach(spec.commandLine().getErr()::println);
    List<Benchmark> runs = Argument.of(spec, () -> plannedFolds(configured.benchmark()));
    Benchmark planned = runs.get(0);
    Optional<Architecture> named = Argument.of(spec, () -> named(configured.benchmark()));
    RunSettings settings = Argument.of(spec, () -> settings(planned, named));
    PrecisionCheck.warning(planned.fit().precision(), settings.device())
        .ifPresent(spec.commandLine().getErr()::println);
    Optional<ModelUpload> uploading =
        upload ? Optional.of(ModelUpload.prepare(store, folders)) : Optional.empty();
    CallbackSettings watching = Argument.of(spec, callbacks::settings);
    SaveEvery saving = Argument.of(spec, resume::saveEvery);
    if (folds.all()) {
      settings.start().network().require();
      CrossValidation validation = CrossValidation.of(runs, settings.data());
      return new FoldTraining(spec, validation, settings, resume.startOfPlan(spec), resume.isJson())
          .run();
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RunProgress progress = resume.progress(out);
        Interruption interruption = new Interruption()) {
      RunControl control =
          new RunControl(
              watching, saving, resume.start(spec), interruption, ResumeOptions.command(spec));
      try {
        TrainingRun.Result result =
            new TrainingRun(planned, settings, List.of(progress), control).run();
        progress.print(result);
        uploading.ifPresent(each -> each.push(result.id(), progress));
      } catch (TrainingInterrupted e) {
        progress.interrupted(resume.how(e));
        return Interruption.EXIT_CODE;
      }
    }
    return 0;
  }

  private ResolvedConfig configured() {
    List<String> own = Argument.names(classes);
    Optional<Upsampling> repeated = Optional.ofNullable(upsample).map(Upsampling::parse);
    Optional<List<String>> described =
        own.isEmpty() ? reading.data().classes(benchmark) : Optional.empty();
    if (described.isPresent()) {
      return BenchmarkSource.ofData(
          source.requireName(benchmark), described.get(), repeated, source.settings());
    }
    return own.isEmpty() && repeated.isEmpty()
        ? source.find(benchmark, folders.logs(), folders.models())
        : BenchmarkSource.of(source.requireName(benchmark), own, repeated, source.settings());
  }

  /** The benchmark of each run: one, or one for each fold. */
  private List<Benchmark> plannedFolds(Benchmark given) {
    return folds.all()
        ? folds.of().stream().map(fold -> planned(given, Optional.of(fold))).toList()
        : List.of(planned(given, folds.one()));
  }

  private Benchmark planned(Benchmark given, Optional<Fold> fold) {
    // The run's name contains the network's architecture and the benchmark, so it is computed once.
    String plain = BenchmarkName.parse(given.name()).withoutArchitecture();
    Benchmark named = plain.isEmpty() ? given : given.withName(plain);
    Benchmark read = named.with(reading.data().planned(named));
    Benchmark found = fold.map(each -> FoldName.with(each, read)).orElse(read);
    boolean shuffle = found.fit().shuffle() && !noShuffle;
    Precision wantedPrecision =
        precision == null ? found.fit().precision() : Precision.of(precision);
    Benchmark planned =
        CanonicalName.distinct(
            found,
            reading
                .data()
                .mapped(found)
                .with(split.of(found.split()))
                .with(found.fit().withShuffle(shuffle).with(wantedPrecision)));
    return run == null ? planned : planned.withName(run + "_" + planned.name());
  }

  /** The architecture at the start of the name, or of the name in the file. */
  private Optional<Architecture> named(Benchmark found) {
    boolean given = benchmark != null && BenchmarkSource.isName(benchmark);
    return BenchmarkName.parse(given ? benchmark : found.name())
        .token(NameComponent.ARCHITECTURE)
        .map(Architecture::named);
  }

  private NetworkSource network(Optional<Architecture> named) {
    return NetworkOptions.source(
        network, Optional.ofNullable(weights), meaning.activation(), named);
  }

  private RunSettings settings(Benchmark planned, Optional<Architecture> named) {
    return new RunSettings(
        reading.source(planned),
        new RunSettings.Start(
            network(named), meaning.scaling(), frozen.backbone(), frozen.unfreeze()),
        new RunSettings.Folders(folders.models(), folders.logs()),
        seed,
        stepsPerEpoch == null ? OptionalInt.empty() : OptionalInt.of(stepsPerEpoch),
        reading.device());
  }
}
