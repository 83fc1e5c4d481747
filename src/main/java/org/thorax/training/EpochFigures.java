package org.thorax.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.data.loader.Batch;
import org.thorax.evaluation.metrics.KerasMetrics;

/** The progress of an epoch of training, and its metrics so far. */
final class EpochFigures {
  private final int epoch;
  private final KerasMetrics metrics;
  private final WeightedMean loss;
  private int batches;
  private int images;

  /** An epoch, from 1, before its first batch. */
  EpochFigures(int epoch, List<String> classNames) {
    this.epoch = epoch;
    this.metrics = new KerasMetrics(classNames);
    this.loss = new WeightedMean();
  }

  /** An epoch that has already started. */
  EpochFigures(TrainingState.Figures state, List<String> classNames) {
    epoch = state.epoch();
    metrics = new KerasMetrics(classNames);
    metrics.restore(state.counted());
    loss = new WeightedMean(state.lossSum(), state.lossWeight());
    batches = state.batches();
    images = state.images();
  }

  void add(Batch batch, TrainingStep.Outcome outcome) {
    batches++;
    images += batch.size();
    loss.add(outcome.loss(), batch.size());
    metrics.update(batch.labels(), outcome.probabilities());
  }

  int epoch() {
    return epoch;
  }

  /** Number of batches trained on. */
  int batches() {
    return batches;
  }

  /** Number of images trained on. */
  int images() {
    return images;
  }

  WeightedMean loss() {
    return loss;
  }

  KerasMetrics metrics() {
    return metrics;
  }

  /** Loss and metrics as Keras logs them. */
  Map<String, Double> logs() {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", loss.mean());
    logs.putAll(metrics.result());
    return logs;
  }
}
