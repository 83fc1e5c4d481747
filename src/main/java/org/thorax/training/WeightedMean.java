package org.thorax.training;

/** The mean of batch losses weighted by the batches' sizes, as Keras' loss of an epoch. */
final class WeightedMean {
  private double sum;
  private double weight;

  /** Before the first value. */
  WeightedMean() {
    this(0, 0);
  }

  /** After values of that sum and weight. */
  WeightedMean(double sum, double weight) {
    this.sum = sum;
    this.weight = weight;
  }

  void add(double value, double valueWeight) {
    sum += value * valueWeight;
    weight += valueWeight;
  }

  double sum() {
    return sum;
  }

  double weight() {
    return weight;
  }

  double mean() {
    return weight == 0 ? Double.NaN : sum / weight;
  }
}
