package org.thorax.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.input.BadImage;
import org.thorax.input.Batch;
import org.thorax.input.BatchStream;
import org.thorax.metrics.KerasMetrics;

/** The training loop. */
public final class Trainer {
  private final TrainingStep step;
  private final List<String> classNames;
  private final Settings settings;
  private final List<Callback> callbacks;
  private final List<BadImage> skipped = new ArrayList<>();
  private float rate;
  private long waitedNanos;
  private long trainedNanos;

  /**
   * How long and how fast.
   *
   * @param epochs at least 1
   * @param learningRate of every step
   * @param stepsPerEpoch batches after which an epoch ends early; empty for all
   */
  public record Settings(
      int epochs, LearningRateSchedule learningRate, OptionalInt stepsPerEpoch) {}

  /** A trainer of these classes; callbacks are called in their order. */
  public Trainer(
      TrainingStep step, List<String> classNames, Settings settings, List<Callback> callbacks) {
    this.step = step;
    this.classNames = List.copyOf(classNames);
    this.settings = settings;
    this.callbacks = List.copyOf(callbacks);
  }

  /**
   * Trains.
   *
   * @param training the batches of an epoch, counted from 0
   * @param steps batches in an epoch
   * @param validation the validation batches
   * @throws ThoraxException when the loss is not a number any more
   */
  public History fit(
      IntFunction<BatchStream> training, int steps, Supplier<BatchStream> validation) {
    History history = new History();
    int planned = Math.min(steps, settings.stepsPerEpoch().orElse(steps));
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      Map<String, Double> logs = new LinkedHashMap<>();
      for (Callback callback : callbacks) {
        callback.onEpochBegin(epoch, planned);
      }
      try (BatchStream batches = training.apply(epoch - 1)) {
        logs.putAll(trainEpoch(batches, epoch, planned));
      }
      logs.put("learning rate", (double) rate);
      try (BatchStream batches = validation.get()) {
        Evaluation evaluation = evaluate(batches);
        logs.put("val_loss", evaluation.loss());
        evaluation.metrics().forEach((name, value) -> logs.put("val_" + name, value));
      }
      logs.put("lr", settings.learningRate().at(epoch - 1, 0, planned));
      history.add(logs);
      for (Callback callback : callbacks) {
        callback.onEpochEnd(epoch, logs);
      }
    }
    return history;
  }

  private Map<String, Double> trainEpoch(BatchStream batches, int epoch, int steps) {
    KerasMetrics metrics = new KerasMetrics(classNames);
    WeightedMean loss = new WeightedMean();
    int images = 0;
    long start = System.nanoTime();
    long last = start;
    for (int batchNumber = 1; batchNumber <= steps && batches.hasNext(); batchNumber++) {
      Batch batch = batches.next();
      rate = (float) settings.learningRate().at(epoch - 1, batchNumber - 1, steps);
      TrainingStep.Outcome outcome = step.train(batch, rate);
      checkFinite(outcome.loss(), "in epoch " + epoch + ", batch " + batchNumber);
      loss.add(outcome.loss(), batch.size());
      images += batch.size();
      metrics.update(batch.labels(), outcome.probabilities());
      long now = System.nanoTime();
      BatchLog log =
          new BatchLog(
              epoch,
              batchNumber,
              outcome.loss(),
              loss.mean(),
              rate,
              batch.size() * 1e9 / (now - last));
      last = now;
      for (Callback callback : callbacks) {
        callback.onBatchEnd(log);
      }
    }
    checkNotEmpty(images, "training set", batches.skipped());
    trainedNanos += System.nanoTime() - start;
    waitedNanos += batches.waitedNanos();
    remember(batches.skipped());
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", loss.mean());
    logs.putAll(metrics.result());
    return logs;
  }

  /** A pass in inference mode; the stream stays the caller's. */
  public Evaluation evaluate(BatchStream batches) {
    KerasMetrics metrics = new KerasMetrics(classNames);
    WeightedMean loss = new WeightedMean();
    Rows rows = new Rows();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      TrainingStep.Outcome outcome = step.evaluate(batch);
      // The last update of an epoch shows here first.
      checkFinite(outcome.loss(), "in the evaluation after step " + step.step());
      loss.add(outcome.loss(), batch.size());
      metrics.update(batch.labels(), outcome.probabilities());
      rows.add(batch, outcome.probabilities());
    }
    checkNotEmpty(rows.samples().length, "validation or test set", batches.skipped());
    remember(batches.skipped());
    return new Evaluation(
        loss.mean(),
        metrics.result(),
        rows.samples(),
        rows.labels(),
        rows.probabilities(),
        batches.skipped());
  }

  /** The bad images that were left out, each once for every pass. */
  public List<BadImage> skipped() {
    return List.copyOf(skipped);
  }

  /** The share of the training time in which the step waited for images, 0 to 1. */
  public double waitingShare() {
    return trainedNanos == 0 ? 0 : (double) waitedNanos / trainedNanos;
  }

  private void remember(List<BadImage> bad) {
    skipped.addAll(bad);
  }

  private static void checkFinite(float loss, String where) {
    if (!Float.isFinite(loss)) {
      throw new ThoraxException(
          "The loss became "
              + loss
              + " "
              + where
              + "; no model was saved. Use a lower learning rate (LR token of the benchmark) or check --scaling.");
    }
  }

  private static void checkNotEmpty(int images, String set, List<BadImage> skipped) {
    if (images == 0) {
      throw new ThoraxException(
          "No image of the "
              + set
              + " could be read, "
              + skipped.size()
              + " were skipped; check the dataset folder. The first: "
              + skipped.stream().findFirst().map(BadImage::reason).orElse("none"));
    }
  }
}
