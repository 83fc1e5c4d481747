package org.thorax.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.data.loader.Batch;
import org.thorax.evaluation.metrics.KerasMetrics;

/** The progress of an epoch of training, and its metrics so far. */
final class EpochMetrics {
  private final int epoch;
  private final KerasMetrics metrics;
  private final WeightedMean loss;
  private int batches;
  private int images;

  /** An epoch, from 1, before its first batch. */
  EpochMetrics(int epoch, List<String> classNames) {
    this.epoch = epoch;
    this.metrics = new KerasMetrics(classNames);
    this.loss = new WeightedMean();
  }

  /** An epoch that has already started. */
  EpochMetrics(TrainingState.Figures state, List<String> classNames) {
    TrainingState.Sums sums = state.sums();
    epoch = state.position().epoch();
    metrics = new KerasMetrics(classNames);
    metrics.restore(sums.counted());
    loss = new WeightedMean(sums.lossSum(), sums.lossWeight());
    batches = state.position().batches();
    images = sums.images();
  }

  TrainingState.Sums sums() {
    return new TrainingState.Sums(images, loss.sum(), loss.weight(), metrics.counted());
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
