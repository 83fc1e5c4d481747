package org.thorax.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BatchStream;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.config.Objective;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.model.Compilation;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.Provenance;
import org.thorax.model.Scaling;
import org.thorax.training.Evaluation;
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
   * What a run leaves behind.
   *
   * @param folder {@code models/<experiment>}
   * @param savedModel the model within
   * @param id of its entry in the log
   * @param log the log's file
   * @param test the evaluation on the test set; empty when the run was done before
   * @param remarks what the user should know, one line each
   */
  public record Result(
      Path folder,
      Path savedModel,
      String id,
      Path log,
      Optional<Evaluation> test,
      List<String> remarks) {}

  /** A run whose callbacks are called beside the files that it writes. */
  public TrainingRun(Benchmark benchmark, RunSettings settings, List<Callback> callbacks) {
    this(benchmark, settings, callbacks, RunControl.DEFAULT);
  }

  /** The same, saved on its way and ended as {@code control} says. */
  public TrainingRun(
      Benchmark benchmark, RunSettings settings, List<Callback> callbacks, RunControl control) {
    this.benchmark = benchmark;
    this.settings = settings;
    this.callbacks = List.copyOf(callbacks);
    this.control = control;
  }

  /**
   * Runs.
   *
   * @throws ThoraxException for whatever the user can mend
   * @throws TrainingInterrupted when it was ended on request, its state saved
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
    } catch (TFInvalidArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("Gradients for grouped convolutions")) {
        throw new ThoraxException(
            "The network has grouped convolutions, whose gradients TensorFlow computes only on a GPU or on a processor with AVX-512; train it on such a machine. It predicts here.",
            e);
      }
      throw e;
    }
  }

  private Result trained() {
    PreparedData data =
        PreparedData.of(benchmark, settings.data(), settings.badImages(), settings.cache());
    Objective objective = benchmark.objective();
    Optional<ClassWeights> raw =
        objective.weighs() ? Optional.of(data.train().requireWeights()) : data.train().weights();
    Loss loss = objective.loss(raw);
    Optional<ClassWeights> weights = raw.map(each -> each.scaled(objective.weights()));
    NetworkSource.Source opened =
        settings.network().open(benchmark.labels().outputs(), loss.ways(), settings.seed());
    NetworkSource.Source source = FrozenVariables.of(opened, settings.unfreeze(), kept(opened));
    try (Model model = source.model()) {
      ModelContract contract =
          RunContract.of(model, benchmark, settings)
              .withPreparation(data.images().preparation())
              .withProvenance(
                  new Provenance(benchmark.name(), data.fingerprint(), RunFiles.versions()));
      ExperimentName name = ExperimentName.of(contract.architecture(), benchmark.name());
      RunFolder folder = new RunFolder(settings.modelsDir().resolve(name.text()));
      folder.requireRunsOf(name);
      Optional<Result> done = done(folder, data);
      return done.isPresent() ? done.get() : trained(source, contract, folder, data, weights, loss);
    }
  }

  /** The result of a run that is done already, when nothing more is asked for. */
  private Optional<Result> done(RunFolder folder, PreparedData data) {
    if (control.start() == RunControl.Start.NEW && folder.resumable()) {
      throw new ThoraxException(
          "An unfinished run of this name is in %s; go on with 'thorax train --resume %s', or throw its state away with --restart."
              .formatted(folder.folder(), folder.folder().getFileName()));
    }
    return control.start() == RunControl.Start.RESUME
        ? folder
            .finished()
            .filter(each -> each.run().equals(identity(data)))
            .map(each -> done(folder, each))
        : Optional.empty();
  }

  private Result done(RunFolder folder, RunFolder.Finished finished) {
    ExperimentLogs logs = new ExperimentLogs(settings.logsDir());
    return new Result(
        folder.folder(),
        finished.savedModel(),
        finished.id(),
        logs.unvalidated().file(),
        Optional.empty(),
        List.of("This run is done already; --restart does it again."));
  }

  /** What is trained on what, so that a state is never taken for another run's. */
  private String identity(PreparedData data) {
    String all =
        LoggedBenchmark.of(benchmark, data.counts(Optional.empty())).toString()
            + BenchmarkForm.of(benchmark)
            + settings.network().describe()
            + settings.scaling().map(Scaling::token)
            + settings.freezeBackbone()
            + (settings.unfreeze() ? "unfrozen" : "")
            + settings.stepsPerEpoch();
    return "%s with seed %d on data %s with settings %s"
        .formatted(
            benchmark.name(),
            settings.seed(),
            data.fingerprint().substring(0, 12),
            Integer.toHexString(all.hashCode()));
  }

  private Result trained(
      NetworkSource.Source source,
      ModelContract contract,
      RunFolder folder,
      PreparedData data,
      Optional<ClassWeights> weights,
      Loss loss) {
    Model model = source.model();
    Set<String> frozen = kept(source);
    try (Network network =
        Network.forTraining(
            model.flat(),
            contract.scaling().orElseThrow(),
            model.weights(),
            settings.device(),
            frozen,
            settings.seed(),
            benchmark.fit().precision())) {
      List<String> remarks = new ArrayList<>(model.remarks());
      if (!data.train().oneSided().isEmpty()) {
        remarks.add(
            "The training set has positives or negatives only of %s: the network learns nothing of these classes."
                .formatted(String.join(", ", data.train().oneSided())));
      }
      TrainingStep step = step(network, loss, model.compilation(), remarks);
      ExperimentLogs logs = new ExperimentLogs(settings.logsDir());
      RunSaving saving =
          new RunSaving(benchmark, logs, network, step, contract, model.kerasConfig());
      try (FileChannel lock = folder.lock()) {
        return trained(saving, data, weights, begun(folder, lock), remarks);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What --freeze-backbone keeps as it is. */
  private Set<String> kept(NetworkSource.Source source) {
    return settings.freezeBackbone() ? source.backbone() : Set.of();
  }

  /** Makes room for a run that starts anew. */
  private RunFolder begun(RunFolder folder, FileChannel lock) {
    boolean goesOn = control.start() == RunControl.Start.RESUME && folder.resumable();
    if (lock.isOpen() && !goesOn) {
      folder.begin();
    }
    folder.keepCommand(control.command());
    return folder;
  }

  private Result trained(
      RunSaving saving,
      PreparedData data,
      Optional<ClassWeights> weights,
      RunFolder folder,
      List<String> remarks) {
    RunSaving.Outcome outcome = fitted(saving, data, weights, folder, remarks);
    RunSaving.Saved saved = saving.save(folder, outcome);
    remarks.addAll(saved.remarks());
    String id = saved.entry().id();
    folder.finish(new RunFolder.Finished(identity(data), id, saved.savedModel()));
    return new Result(
        folder.folder(),
        saved.savedModel(),
        id,
        saving.logs().unvalidated().file(),
        Optional.of(outcome.test()),
        remarks);
  }

  /** The step, whose session starts here: what is wrong with device or weights shows first. */
  private TrainingStep step(
      Network network, Loss loss, Optional<Compilation> compilation, List<String> remarks) {
    Optimizer optimizer = benchmark.optimization().optimizer();
    Continuation continuation =
        Continuation.of(compilation, optimizer, network.graph().trainable());
    continuation.remark().ifPresent(remarks::add);
    return new TrainingStep(network, loss, optimizer, continuation.state());
  }

  private RunSaving.Outcome fitted(
      RunSaving saving,
      PreparedData data,
      Optional<ClassWeights> weights,
      RunFolder folder,
      List<String> remarks) {
    try (RunCallbacks watching =
        RunCallbacks.of(
            control.callbacks(),
            saving,
            folder,
            () -> RunEvents.of(folder, benchmark, settings, saving.contract(), data),
            callbacks)) {
      Trainer trainer = trainer(saving.step(), data, folder, watching.all());
      History history = fit(trainer, data);
      Evaluation test;
      try (BatchStream batches = data.test().inOrder()) {
        test = trainer.evaluate(batches);
      }
      remarks.addAll(trainer.remarks());
      remarks.addAll(
          new RunFiles(benchmark, settings, control.callbacks(), folder.folder())
              .write(data, saving.contract(), test, trainer));
      remarks.add(
          String.format(
              Locale.ROOT,
              "The training steps waited for images in %.1f %% of their time.",
              100 * trainer.waitingShare()));
      return new RunSaving.Outcome(data, weights, history, test);
    }
  }

  private Trainer trainer(
      TrainingStep step, PreparedData data, RunFolder folder, List<Callback> watching) {
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
                folder.resume(), identity(data), control.saveEvery(), control.interrupted())));
  }

  private History fit(Trainer trainer, PreparedData data) {
    return data.fit(
        trainer, benchmark.images().augmentation(), settings.seed(), benchmark.fit().shuffle());
  }
}
