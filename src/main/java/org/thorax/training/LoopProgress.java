package org.thorax.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.BatchStream;
import org.thorax.formats.io.Generations;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.callback.TrainingControl;

/**
 * The state of the training loop: everything that changes from batch to batch besides the network.
 * Saves and restores it.
 */
final class LoopProgress implements TrainingControl {
  private final TrainingStep step;
  private final List<String> classNames;
  private final LearningRateSchedule schedule;
  private final List<Callback> callbacks;
  private final Optional<TrainingStates> states;
  private final List<BadImage> skipped = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private History history = new History();
  private EpochFigures figures;
  private int stepsPerEpoch = 1;
  private double rateFactor = 1;
  private String stopped;
  private int keptWeights;
  // Without saved states, this holds the weights.
  private Map<String, float[]> keptInMemory = Map.of();

  private int consumedBefore;
  private BatchStream reading;
  private long trainedNanos;
  private long waitedNanos;
  private long readingSince;
  private long lastBatch;

  LoopProgress(
      TrainingStep step,
      List<String> classNames,
      LearningRateSchedule schedule,
      List<Callback> callbacks,
      Optional<TrainingStates> states) {
    this.step = step;
    this.classNames = classNames;
    this.schedule = schedule;
    this.callbacks = callbacks;
    this.states = states;
    this.figures = new EpochFigures(1, classNames);
  }

  /**
   * Continues from the newest saved state, if there is one; each epoch has this number of batches.
   */
  void resume(int steps) {
    stepsPerEpoch = steps;
    states
        .flatMap(TrainingStates::newest)
        .ifPresent(
            version -> {
              restore(version.value());
              remarks.add(resumed(version));
            });
  }

  private void restore(TrainingState state) {
    TrainingState.Figures saved = state.figures();
    step.restore(state.arrays().byName(), saved.iterations());
    figures = new EpochFigures(saved, classNames);
    history = new History(saved.history());
    consumedBefore = saved.consumed();
    rateFactor = saved.rateFactor();
    stopped = saved.stopped();
    keptWeights = saved.keptWeights();
    skipped.addAll(saved.skipped());
    trainedNanos = saved.trainedNanos();
    waitedNanos = saved.waitedNanos();
    for (Callback callback : callbacks) {
      if (callback instanceof Callback.Resumable resumable
          && saved.callbacks().containsKey(resumable.name())) {
        resumable.restore(saved.callbacks().get(resumable.name()), history);
      }
    }
  }

  private static String resumed(Generations.Version<TrainingState> version) {
    TrainingState.Figures from = version.value().figures();
    String line =
        "Resumed after %d updates, in epoch %d after %d batches."
            .formatted(from.iterations(), from.epoch(), from.batches());
    return version.damaged().isEmpty()
        ? line
        : line + " A newer state was damaged and left out: " + version.damaged() + ".";
  }

  /** The current epoch, from 1. */
  int epoch() {
    return figures.epoch();
  }

  EpochFigures figures() {
    return figures;
  }

  boolean stopped() {
    return stopped != null;
  }

  History history() {
    return history;
  }

  List<BadImage> skipped() {
    return List.copyOf(skipped);
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Number of samples of the epoch's order that were used. */
  int consumed() {
    return consumedBefore + (reading == null ? 0 : reading.consumed());
  }

  /** Batches are read from here on. */
  void reading(BatchStream batches) {
    reading = batches;
    readingSince = System.nanoTime();
    lastBatch = readingSince;
  }

  /** All batches of the epoch were read. */
  void read() {
    consumedBefore = consumed();
    trainedNanos = trained();
    waitedNanos = waited();
    skipped.addAll(reading.skipped());
    reading = null;
  }

  void remember(List<BadImage> bad) {
    skipped.addAll(bad);
  }

  double imagesPerSecond(int images) {
    long now = System.nanoTime();
    double rate = images * 1e9 / Math.max(1, now - lastBatch);
    lastBatch = now;
    return rate;
  }

  double waitingShare() {
    long trained = trained();
    return trained == 0 ? 0 : (double) waited() / trained;
  }

  private long trained() {
    return trainedNanos + (reading == null ? 0 : System.nanoTime() - readingSince);
  }

  private long waited() {
    return waitedNanos + (reading == null ? 0 : reading.waitedNanos());
  }

  /** Ends the epoch: adds its metrics to the history, calls the callbacks, saves the state. */
  void endEpoch(Map<String, Double> logs) {
    history.add(logs);
    callbacks.forEach(callback -> callback.onEpochEnd(figures.epoch(), logs));
    figures = new EpochFigures(figures.epoch() + 1, classNames);
    consumedBefore = 0;
    save();
  }

  void saveIfDue() {
    if (states.isPresent() && states.get().due()) {
      save();
    }
  }

  /** Saves the state and returns the exception to throw. */
  TrainingInterrupted interrupt() {
    save();
    return new TrainingInterrupted(
        figures.epoch(), figures.batches(), states.orElseThrow().folder());
  }

  private void save() {
    states.ifPresent(
        each ->
            each.save(
                new TrainingState(state(each.run()), new TrainingState.Arrays(step.snapshot()))));
  }

  private TrainingState.Figures state(String run) {
    Map<String, Map<String, String>> remembered = new HashMap<>();
    for (Callback callback : callbacks) {
      if (callback instanceof Callback.Resumable resumable) {
        remembered.put(resumable.name(), resumable.state());
      }
    }
    List<BadImage> left = new ArrayList<>(skipped);
    if (reading != null) {
      left.addAll(reading.skipped());
    }
    return new TrainingState.Figures(
        run,
        figures.epoch(),
        figures.batches(),
        consumed(),
        figures.images(),
        figures.loss().sum(),
        figures.loss().weight(),
        figures.metrics().counted(),
        step.step(),
        rateFactor,
        stopped,
        keptWeights,
        history.values(),
        remembered,
        left,
        trained(),
        waited());
  }

  /** The learning rate of the next update. */
  float nextRate() {
    return (float) (scheduled(figures.batches()) * rateFactor);
  }

  /** The learning rate of the epoch's first update. */
  float firstRate() {
    return (float) (scheduled(0) * rateFactor);
  }

  @Override
  public float learningRate() {
    return (float) (scheduled(Math.max(0, figures.batches() - 1)) * rateFactor);
  }

  @Override
  public void setLearningRate(float rate) {
    rateFactor = rate / scheduled(Math.max(0, figures.batches() - 1));
  }

  /** The benchmark's learning rate for a batch of this epoch, from 0. */
  private double scheduled(int batch) {
    return schedule.at(figures.epoch() - 1, batch, stepsPerEpoch);
  }

  @Override
  public void stopTraining(String reason) {
    if (stopped == null) {
      stopped = reason;
      remarks.add("Training ended in epoch " + figures.epoch() + ": " + reason + ".");
    }
  }

  @Override
  public void keepWeights(int epoch) {
    Map<String, float[]> weights = step.weights();
    if (states.isPresent()) {
      states.get().keep(epoch, weights);
    } else {
      keptInMemory = weights;
    }
    keptWeights = epoch;
  }

  @Override
  public void restoreWeights(int epoch) {
    step.restoreWeights(states.map(each -> each.kept(epoch)).orElse(keptInMemory));
    remarks.add("The weights are those of epoch " + epoch + ", the best one.");
  }
}
