package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BatchStream;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.model.Compilation;
import org.thorax.model.DeviceFailure;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.TrainingMode;
import org.thorax.training.EvaluationResult;
import org.thorax.training.Trainer;
import org.thorax.training.TrainingInterrupted;
import org.thorax.training.TrainingStates;
import org.thorax.training.TrainingStep;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.loss.Loss;
import org.thorax.training.optimizer.Optimizer;

/** One experiment from the table to the log: read, split, train, evaluate, save. */
public final class TrainingRun {
  private final Benchmark benchmark;
  private final RunSettings settings;
  private final List<Callback> callbacks;
  private final RunControl control;

  /**
   * The result of a run.
   *
   * @param folder {@code models/<experiment>}
   * @param savedModel the model in the folder
   * @param id id of its log entry
   * @param log the log file
   * @param test the evaluation on the test set; empty if the run was already finished
   * @param remarks notes for the user, one line each
   */
  public record Result(
      Path folder,
      Path savedModel,
      String id,
      Path log,
      Optional<EvaluationResult> test,
      List<String> remarks) {}

  /** A run with callbacks in addition to those that write its files. */
  public TrainingRun(Benchmark benchmark, RunSettings settings, List<Callback> callbacks) {
    this(benchmark, settings, callbacks, RunControl.DEFAULT);
  }

  /** A run that is saved and stopped as {@code control} specifies. */
  public TrainingRun(
      Benchmark benchmark, RunSettings settings, List<Callback> callbacks, RunControl control) {
    this.benchmark = benchmark;
    this.settings = settings;
    this.callbacks = List.copyOf(callbacks);
    this.control = control;
  }

  /**
   * Runs the experiment.
   *
   * @throws ThoraxException for errors that the user can correct
   * @throws TrainingInterrupted if it was stopped on request; its state is saved
   */
  public Result run() {
    // Checks before the training what would otherwise fail hours later.
    logs().requireWritable();
    settings.start().network().require();
    return DeviceFailure.explain(this::prepareAndTrain);
  }

  private Result prepareAndTrain() {
    PreparedData data = PreparedData.of(benchmark, settings.data());
    WeightedLoss loss = WeightedLoss.of(benchmark.objective(), data.train());
    NetworkSource.Source source = open(loss.loss());
    try (Model model = source.model()) {
      ModelContract contract = contract(model, data);
      ExperimentName name = ExperimentName.of(contract.architecture(), benchmark.name());
      RunFolder folder = new RunFolder(settings.folders().models().resolve(name.text()));
      folder.requireRunsOf(name);
      PreparedRun run =
          new PreparedRun(
              data, loss, contract, folder, RunIdentity.of(benchmark, settings, data).text());
      return finished(run).orElseGet(() -> train(run, source));
    }
  }

  private NetworkSource.Source open(Loss loss) {
    NetworkSource.Source opened =
        settings
            .start()
            .network()
            .open(benchmark.labels().outputs(), loss.outputsPerClass(), settings.seed());
    return FrozenVariables.of(opened, settings.start().unfreeze(), keptBackbone(opened));
  }

  /** The variables that --freeze-backbone does not train. */
  private Set<String> keptBackbone(NetworkSource.Source source) {
    return settings.start().freezeBackbone() ? source.backbone() : Set.of();
  }

  private ModelContract contract(Model model, PreparedData data) {
    return RunContract.of(model, benchmark, settings)
        .withPreparation(data.images().preparation())
        .withProvenance(data.provenance(benchmark));
  }

  /** The result of the run if it was already finished and is only resumed. */
  private Optional<Result> finished(PreparedRun run) {
    RunFolder folder = run.folder();
    if (control.start() == RunControl.Start.NEW && folder.resumable()) {
      throw new ConfigurationException(
          "resume",
          "An unfinished run of this name is in %s; continue with 'thorax train `resume` %s', or discard its state with `restart`."
              .formatted(folder.folder(), folder.folder().getFileName()));
    }
    if (control.start() != RunControl.Start.RESUME) {
      return Optional.empty();
    }
    return folder
        .finished()
        .filter(each -> each.run().equals(run.identity()))
        .map(
            each ->
                result(
                    run,
                    each,
                    Optional.empty(),
                    List.of("This run is done already; `restart` does it again.")));
  }

  private Result train(PreparedRun run, NetworkSource.Source source) {
    Model model = source.model();
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.addAll(run.data().remarks());
    try (Network network = trainable(run, source)) {
      TrainingStep step = start(network, run.loss().loss(), model.compilation(), remarks);
      RunSaving saving =
          new RunSaving(benchmark, logs(), network, step, run.contract(), model.kerasConfig());
      try (RunLock lock = RunLock.of(run.folder())) {
        lock.begin(control);
        RunSaving.Outcome outcome = fitAndEvaluate(run, saving, remarks);
        return saveAndLog(run, saving, outcome, remarks);
      }
    }
  }

  private Network trainable(PreparedRun run, NetworkSource.Source source) {
    Model model = source.model();
    return Network.forTraining(
        model.flat(),
        run.contract().scaling().orElseThrow(),
        model.weights(),
        settings.device(),
        new TrainingMode(keptBackbone(source), settings.seed(), benchmark.fit().precision()));
  }

  /**
   * Creates the step, which starts its session: errors of the device or the weights appear here
   * first.
   */
  private TrainingStep start(
      Network network, Loss loss, Optional<Compilation> compilation, List<String> remarks) {
    Optimizer optimizer = benchmark.optimization().optimizer();
    Continuation continuation =
        Continuation.of(compilation, optimizer, network.graph().trainable());
    continuation.remark().ifPresent(remarks::add);
    return new TrainingStep(network, loss, optimizer, continuation.state());
  }

  private RunSaving.Outcome fitAndEvaluate(
      PreparedRun run, RunSaving saving, List<String> remarks) {
    PreparedData data = run.data();
    try (RunCallbacks watching =
        RunCallbacks.of(
            control.callbacks(),
            saving,
            run.folder(),
            () -> RunEvents.of(run.folder(), benchmark, settings, run.contract(), data),
            callbacks)) {
      Trainer trainer = trainer(run, saving.step(), watching.all());
      History history = fit(trainer, data);
      EvaluationResult test = evaluate(trainer, data);
      remarks.addAll(trainer.remarks());
      remarks.addAll(
          new RunFiles(benchmark, settings, control.callbacks(), run.folder().folder())
              .write(data, run.contract(), test, trainer));
      remarks.add(
          String.format(
              Locale.ROOT,
              "The training steps waited for images in %.1f %% of their time.",
              100 * trainer.waitingShare()));
      return new RunSaving.Outcome(data, run.loss().weights(), history, test);
    }
  }

  private Trainer trainer(PreparedRun run, TrainingStep step, List<Callback> watching) {
    return new Trainer(
        step,
        benchmark.classes(),
        new Trainer.Settings(
            benchmark.fit().epochs(),
            benchmark.optimization().learningRate(),
            settings.stepsPerEpoch(),
            control.callbacks().terminateOnNan()),
        watching,
        Optional.of(
            new TrainingStates(
                run.folder().resume(),
                run.identity(),
                control.saveEvery(),
                control.interrupted())));
  }

  private History fit(Trainer trainer, PreparedData data) {
    return data.fit(
        trainer, benchmark.images().augmentation(), settings.seed(), benchmark.fit().shuffle());
  }

  private static EvaluationResult evaluate(Trainer trainer, PreparedData data) {
    try (BatchStream batches = data.test().inOrder()) {
      return trainer.evaluate(batches);
    }
  }

  private Result saveAndLog(
      PreparedRun run, RunSaving saving, RunSaving.Outcome outcome, List<String> remarks) {
    RunSaving.Saved saved = saving.save(run.folder(), outcome);
    remarks.addAll(saved.remarks());
    RunFolder.Finished finished =
        new RunFolder.Finished(run.identity(), saved.entry().id(), saved.savedModel());
    run.folder().finish(finished);
    return result(run, finished, Optional.of(outcome.test()), remarks);
  }

  private Result result(
      PreparedRun run,
      RunFolder.Finished finished,
      Optional<EvaluationResult> test,
      List<String> remarks) {
    return new Result(
        run.folder().folder(),
        finished.savedModel(),
        finished.id(),
        logs().unvalidated().file(),
        test,
        remarks);
  }

  private ExperimentLogs logs() {
    return new ExperimentLogs(settings.folders().logs());
  }

  /**
   * A run whose data and network are available.
   *
   * @param identity a state must have this identity to be resumed
   */
  private record PreparedRun(
      PreparedData data,
      WeightedLoss loss,
      ModelContract contract,
      RunFolder folder,
      String identity) {}
}
