package org.thorax.experiment;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.thorax.ThoraxException;
import org.thorax.input.BatchStream;
import org.thorax.input.EpochOrder;
import org.thorax.keras.KerasExport;
import org.thorax.keras.applications.Architecture;
import org.thorax.log.Description;
import org.thorax.log.ExperimentEntry;
import org.thorax.log.ExperimentId;
import org.thorax.log.ExperimentLogs;
import org.thorax.log.ExperimentName;
import org.thorax.log.SavingMoment;
import org.thorax.metrics.ClassificationReport;
import org.thorax.network.Compilation;
import org.thorax.network.FlatGraph;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Network;
import org.thorax.network.Provenance;
import org.thorax.network.SavedModelWriter;
import org.thorax.network.Scaling;
import org.thorax.network.Variable;
import org.thorax.train.Callback;
import org.thorax.train.Evaluation;
import org.thorax.train.History;
import org.thorax.train.Loss;
import org.thorax.train.Optimizer;
import org.thorax.train.Trainer;
import org.thorax.train.TrainingCsv;
import org.thorax.train.TrainingStep;

/** One experiment from the table to the log: read, split, train, evaluate, save. */
public final class TrainingRun {
  private final Benchmark benchmark;
  private final RunSettings settings;
  private final List<Callback> callbacks;

  /**
   * What a run leaves behind.
   *
   * @param folder {@code models/<experiment>}
   * @param savedModel the model within
   * @param entry as it stands in the log
   * @param log the log's file
   * @param test the evaluation on the test set
   * @param remarks what the user should know, one line each
   */
  public record Result(
      Path folder,
      Path savedModel,
      ExperimentEntry entry,
      Path log,
      Evaluation test,
      List<String> remarks) {}

  /** A run whose callbacks are called beside the files that it writes. */
  public TrainingRun(Benchmark benchmark, RunSettings settings, List<Callback> callbacks) {
    this.benchmark = benchmark;
    this.settings = settings;
    this.callbacks = List.copyOf(callbacks);
  }

  /**
   * Runs.
   *
   * @throws ThoraxException for whatever the user can mend
   */
  public Result run() {
    // What would fail after hours of training fails now.
    new ExperimentLogs(settings.logsDir()).requireWritable();
    settings.network().require();
    try {
      return trained();
    } catch (TFResourceExhaustedException e) {
      throw new ThoraxException(
          "Out of memory on the device; use a smaller batch (B token) or image (D token) in '"
              + benchmark.name()
              + "'.",
          e);
    }
  }

  private Result trained() {
    PreparedData data =
        PreparedData.of(benchmark, settings.data(), settings.badImages(), settings.cache());
    ClassWeights weights = data.train().weights();
    NetworkSource.Source source = settings.network().open(benchmark.classes(), settings.seed());
    try (Model model = source.model()) {
      ModelContract contract =
          contract(model)
              .withPreparation(data.images().preparation())
              .withProvenance(
                  new Provenance(benchmark.name(), data.fingerprint(), RunFiles.versions()));
      Path folder = settings.modelsDir().resolve(name(contract).text());
      Set<String> frozen = settings.freezeBackbone() ? source.backbone() : Set.of();
      try (Network network =
          Network.forTraining(
              model.flat(),
              contract.scaling().orElseThrow(),
              model.weights(),
              settings.device(),
              frozen,
              settings.seed())) {
        List<String> remarks = new ArrayList<>(model.remarks());
        TrainingStep step = step(network, model.compilation(), remarks);
        Outcome outcome = fitted(step, data, weights, contract, folder, remarks);
        return save(
            network,
            contract,
            model.kerasConfig(),
            CompiledAs.of(benchmark, step),
            folder,
            outcome,
            remarks);
      }
    }
  }

  /** The step, whose session starts here: what is wrong with device or weights shows first. */
  private TrainingStep step(
      Network network, Optional<Compilation> compilation, List<String> remarks) {
    Optimizer optimizer = benchmark.optimization().optimizer();
    Continuation continuation = Continuation.of(compilation, optimizer, network.trainable());
    continuation.remark().ifPresent(remarks::add);
    Loss loss = Loss.valueOf(benchmark.objective().loss().name());
    return new TrainingStep(network, loss, optimizer, continuation.state());
  }

  private Outcome fitted(
      TrainingStep step,
      PreparedData data,
      ClassWeights weights,
      ModelContract contract,
      Path folder,
      List<String> remarks) {
    try (TrainingCsv csv = new TrainingCsv(folder)) {
      Trainer trainer = trainer(step, csv);
      History history = fit(trainer, data);
      Evaluation test;
      try (BatchStream batches = data.test().inOrder()) {
        test = trainer.evaluate(batches);
      }
      remarks.addAll(
          new RunFiles(benchmark, settings, folder).write(data, contract, test, trainer));
      remarks.add(
          String.format(
              Locale.ROOT,
              "The training steps waited for images in %.1f %% of their time.",
              100 * trainer.waitingShare()));
      return new Outcome(data, weights, history, test);
    }
  }

  private record Outcome(
      PreparedData data, ClassWeights weights, History history, Evaluation test) {}

  private Trainer trainer(TrainingStep step, TrainingCsv csv) {
    List<Callback> all = new ArrayList<>(callbacks);
    all.add(csv);
    return new Trainer(
        step,
        benchmark.classes(),
        new Trainer.Settings(
            benchmark.fit().epochs(),
            benchmark.optimization().learningRate(),
            settings.stepsPerEpoch()),
        all);
  }

  private History fit(Trainer trainer, PreparedData data) {
    int samples = data.train().samples().size();
    EpochOrder order = new EpochOrder(samples, settings.seed(), benchmark.fit().shuffle());
    return trainer.fit(
        epoch ->
            data.train()
                .augmented(benchmark.images().augmentation(), settings.seed(), epoch)
                .batches(order.of(epoch)),
        data.train().options().batches(samples),
        () -> data.validation().inOrder());
  }

  private Result save(
      Network network,
      ModelContract contract,
      Optional<String> kerasConfig,
      Compilation compilation,
      Path folder,
      Outcome outcome,
      List<String> remarks) {
    ExperimentName name = name(contract);
    Instant now = SavingMoment.claim(folder, name);
    Path savedModel = folder.resolve(name.stamped(now));
    SavedModelWriter.write(network, contract, kerasConfig, Optional.of(compilation), savedModel);
    remarks.addAll(
        writeKeras(network, kerasConfig, compilation, folder.resolve(name.fileName(now))));
    ExperimentLogs logs = new ExperimentLogs(settings.logsDir());
    ExperimentEntry entry = logs.append(entry(name, contract, now, outcome));
    return new Result(
        folder, savedModel, entry, logs.unvalidated().file(), outcome.test(), remarks);
  }

  /** Writes the Keras file; says why there is none, if so: the run's work is saved already. */
  private List<String> writeKeras(
      Network network, Optional<String> kerasConfig, Compilation compilation, Path file) {
    if (kerasConfig.isEmpty()) {
      return List.of(
          "No Keras file is written, as the model does not say what its Keras layers are.");
    }
    List<String> remarks = new ArrayList<>();
    try {
      Map<Variable, float[]> values = network.values(network.flat().variables());
      remarks.addAll(
          KerasExport.write(
              kerasConfig.get(),
              network.flat().variables(),
              values::get,
              Optional.of(compilation),
              KerasExport.Format.H5,
              file));
      CompiledAs.remark(benchmark).ifPresent(remarks::add);
    } catch (ThoraxException e) {
      remarks.add("No Keras file is written: " + e.getMessage());
    }
    return remarks;
  }

  private ExperimentEntry entry(
      ExperimentName name, ModelContract contract, Instant now, Outcome outcome) {
    PreparedData data = outcome.data();
    TrainingData counts =
        new TrainingData(
            data.train().samples().folder(),
            data.train().samples().size(),
            data.validation().samples().size(),
            data.test().samples().size(),
            Optional.of(outcome.weights()));
    var logged = LoggedBenchmark.of(benchmark, counts);
    // As in the logs so far, a run on images that were cropped before crops nothing.
    logged.put("crop", data.images().preprocessing().crop().isPresent());
    Map<String, Double> test = new LinkedHashMap<>();
    test.put("loss", outcome.test().loss());
    test.putAll(outcome.test().metrics());
    return new ExperimentEntry(
        ExperimentId.at(now),
        name.text(),
        name.fileName(now),
        "1",
        outcome.history().values(),
        Description.of(contract.architecture(), logged),
        Optional.of(test),
        Optional.of(
            ClassificationReport.of(
                benchmark.classes(), outcome.test().labels(), outcome.test().probabilities())),
        Optional.of(logged),
        Map.of());
  }

  private ExperimentName name(ModelContract contract) {
    return ExperimentName.of(contract.architecture(), benchmark.name());
  }

  /** The network's contract with what this run decides: classes, size, scaling, a proper name. */
  private ModelContract contract(Model model) {
    FlatGraph flat = model.flat();
    int dim = benchmark.images().dim();
    if ((flat.height() > 0 && flat.height() != dim) || (flat.width() > 0 && flat.width() != dim)) {
      throw new ThoraxException(
          "The network takes images of "
              + flat.width()
              + " x "
              + flat.height()
              + ", but the benchmark says "
              + dim
              + " x "
              + dim
              + "; write D"
              + flat.height()
              + " in its name.");
    }
    Scaling scaling =
        settings
            .scaling()
            .or(() -> model.contract().scaling())
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "The network '"
                            + flat.name()
                            + "' does not say how images are scaled; give --scaling torch|tf|caffe|none."));
    String architecture = Architecture.ofModelName(model.contract().architecture());
    return model.contract().withArchitecture(architecture).withSize(dim, dim).withScaling(scaling);
  }
}
