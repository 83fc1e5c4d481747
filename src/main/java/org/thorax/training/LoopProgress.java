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
  private EpochMetrics figures;
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
    this.figures = new EpochMetrics(1, classNames);
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
    step.restore(state.arrays().byName(), saved.position().iterations());
    figures = new EpochMetrics(saved, classNames);
    consumedBefore = saved.position().consumed();
    restore(saved.past());
    restore(saved.decisions());
  }

  private void restore(TrainingState.Past past) {
    history = new History(past.history());
    skipped.addAll(past.skipped());
    trainedNanos = past.trainedNanos();
    waitedNanos = past.waitedNanos();
  }

  private void restore(TrainingState.Decisions decisions) {
    rateFactor = decisions.rateFactor();
    stopped = decisions.stopped();
    keptWeights = decisions.keptWeights();
    for (Callback callback : callbacks) {
      if (callback instanceof Callback.Resumable resumable
          && decisions.callbacks().containsKey(resumable.name())) {
        resumable.restore(decisions.callbacks().get(resumable.name()), history);
      }
    }
  }

  private static String resumed(Generations.Version<TrainingState> version) {
    TrainingState.Position from = version.value().figures().position();
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

  EpochMetrics figures() {
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
    figures = new EpochMetrics(figures.epoch() + 1, classNames);
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
        each -> each.save(new TrainingState(state(each.run()), new StateArrays(step.snapshot()))));
  }

  private TrainingState.Figures state(String run) {
    return new TrainingState.Figures(
        run,
        new TrainingState.Position(figures.epoch(), figures.batches(), consumed(), step.step()),
        figures.sums(),
        new TrainingState.Decisions(rateFactor, stopped, keptWeights, remembered()),
        new TrainingState.Past(history.values(), allSkipped(), trained(), waited()));
  }

  private Map<String, Map<String, String>> remembered() {
    Map<String, Map<String, String>> remembered = new HashMap<>();
    for (Callback callback : callbacks) {
      if (callback instanceof Callback.Resumable resumable) {
        remembered.put(resumable.name(), resumable.state());
      }
    }
    return remembered;
  }

  private List<BadImage> allSkipped() {
    List<BadImage> left = new ArrayList<>(skipped);
    if (reading != null) {
      left.addAll(reading.skipped());
    }
    return left;
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
