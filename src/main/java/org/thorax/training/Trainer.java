package org.thorax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchStream;
import org.thorax.evaluation.metrics.KerasMetrics;
import org.thorax.training.callback.BatchLog;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.callback.LearningRateSchedule;

/** The training loop. */
public final class Trainer {
  private final TrainingStep step;
  private final List<String> classNames;
  private final Settings settings;
  private final List<Callback> callbacks;
  private final Optional<TrainingStates> states;
  private final LoopProgress progress;

  /**
   * Number of epochs and learning rate.
   *
   * @param epochs at least 1
   * @param learningRate of every step
   * @param stepsPerEpoch number of batches after which an epoch ends early; empty for all
   * @param terminateOnNan whether a NaN loss ends the training, like Keras' TerminateOnNaN, instead
   *     of being an error
   */
  public record Settings(
      int epochs,
      LearningRateSchedule learningRate,
      OptionalInt stepsPerEpoch,
      boolean terminateOnNan) {}

  /** A trainer of these classes; callbacks are called in the given order. */
  public Trainer(
      TrainingStep step, List<String> classNames, Settings settings, List<Callback> callbacks) {
    this(step, classNames, settings, callbacks, Optional.empty());
  }

  /** A trainer that saves its state, and continues from the newest saved state. */
  public Trainer(
      TrainingStep step,
      List<String> classNames,
      Settings settings,
      List<Callback> callbacks,
      Optional<TrainingStates> states) {
    this.step = step;
    this.classNames = List.copyOf(classNames);
    this.settings = settings;
    this.callbacks = List.copyOf(callbacks);
    this.states = states;
    this.progress =
        new LoopProgress(step, this.classNames, settings.learningRate(), this.callbacks, states);
  }

  /**
   * Trains, from the newest saved state if there is one.
   *
   * @param training the batches of an epoch
   * @param steps batches in an epoch
   * @param validation the validation batches
   * @throws ThoraxException if the loss is NaN
   * @throws TrainingInterrupted if it was stopped on request; its state is saved
   */
  public History fit(EpochBatches training, int steps, Supplier<BatchStream> validation) {
    int planned = Math.min(steps, settings.stepsPerEpoch().orElse(steps));
    callbacks.forEach(callback -> callback.onTrainBegin(progress));
    progress.resume(planned);
    while (progress.epoch() <= settings.epochs() && !progress.stopped()) {
      Map<String, Double> logs = trainEpoch(training, planned);
      logs.put("learning rate", (double) progress.learningRate());
      EvaluationResult evaluation = validate(validation);
      logs.put("val_loss", evaluation.loss());
      evaluation.metrics().forEach((name, value) -> logs.put("val_" + name, value));
      logs.put("lr", (double) progress.firstRate());
      progress.endEpoch(logs);
    }
    step.finish();
    callbacks.forEach(Callback::onTrainEnd);
    return progress.history();
  }

  private Map<String, Double> trainEpoch(EpochBatches training, int steps) {
    EpochMetrics figures = progress.figures();
    callbacks.forEach(callback -> callback.onEpochBegin(figures.epoch(), steps));
    try (BatchStream batches = training.of(figures.epoch() - 1, progress.consumed())) {
      progress.reading(batches);
      while (figures.batches() < steps && !progress.stopped() && batches.hasNext()) {
        trainBatch(batches.next(), figures);
        if (interrupted()) {
          throw progress.interrupt();
        }
        progress.saveIfDue();
      }
      checkNotEmpty(figures.images(), "training set", batches.skipped());
      progress.read();
    }
    return figures.logs();
  }

  private void trainBatch(Batch batch, EpochMetrics figures) {
    float rate = progress.nextRate();
    TrainingStep.Outcome outcome = step.train(batch, rate);
    checkFinite(
        outcome.loss(), "in epoch " + figures.epoch() + ", batch " + (figures.batches() + 1));
    figures.add(batch, outcome);
    BatchLog log =
        new BatchLog(
            new BatchLog.Place(figures.epoch(), figures.batches(), step.step()),
            new BatchLog.BatchLoss(outcome.loss(), figures.loss().mean()),
            rate,
            new BatchLog.Speed(progress.imagesPerSecond(batch.size()), progress.waitingShare()),
            step.lossScale(),
            figures::logs);
    callbacks.forEach(callback -> callback.onBatchEnd(log));
  }

  private EvaluationResult validate(Supplier<BatchStream> validation) {
    try (BatchStream batches = validation.get()) {
      return evaluate(batches);
    }
  }

  /**
   * A pass in inference mode; the caller closes the stream.
   *
   * @throws TrainingInterrupted if it was stopped on request; the result of {@link #fit} is saved
   */
  public EvaluationResult evaluate(BatchStream batches) {
    KerasMetrics metrics = new KerasMetrics(classNames);
    WeightedMean loss = new WeightedMean();
    PredictionCollector rows = new PredictionCollector();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      TrainingStep.Outcome outcome = step.evaluate(batch);
      // The last update of an epoch is checked here first.
      checkFinite(outcome.loss(), "in the evaluation after step " + step.step());
      loss.add(outcome.loss(), batch.size());
      metrics.update(batch.labels(), outcome.probabilities());
      rows.add(batch, outcome.probabilities());
      if (interrupted()) {
        throw progress.interrupt();
      }
    }
    checkNotEmpty(rows.samples().length, "validation or test set", batches.skipped());
    progress.remember(batches.skipped());
    return new EvaluationResult(
        loss.mean(),
        metrics.result(),
        rows.samples(),
        rows.labels(),
        rows.probabilities(),
        batches.skipped());
  }

  private boolean interrupted() {
    return states.map(TrainingStates::interrupted).orElse(false);
  }

  /** The bad images that were left out, once for every pass. */
  public List<BadImage> skipped() {
    return progress.skipped();
  }

  /** The share of the training time spent waiting for images, 0 to 1. */
  public double waitingShare() {
    return progress.waitingShare();
  }

  /** The learning rate of the last update. */
  public float learningRate() {
    return progress.learningRate();
  }

  /** Notes for the user on the training, one line each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(progress.remarks());
    step.lossScale().map(scale -> scale.remark(step.step())).ifPresent(remarks::add);
    return remarks;
  }

  private void checkFinite(float loss, String where) {
    if (Float.isFinite(loss)) {
      return;
    }
    if (settings.terminateOnNan()) {
      progress.stopTraining("the loss became " + loss + " " + where);
      return;
    }
    throw new ThoraxException(
        "The loss became "
            + loss
            + " "
            + where
            + "; no model was saved. Use a lower learning rate (LR token of the benchmark) or check"
            + " `scaling`"
            + (step.lossScale().isPresent() ? ", or train in float32 or bfloat16." : "."));
  }

  private static void checkNotEmpty(int images, String set, List<BadImage> skipped) {
    if (images == 0) {
      throw new FileException(
          "No image of the "
              + set
              + " could be read, "
              + skipped.size()
              + " were skipped; check the dataset folder. The first: "
              + skipped.stream().findFirst().map(BadImage::reason).orElse("none"));
    }
  }
}
