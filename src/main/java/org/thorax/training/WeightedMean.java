package org.thorax.training;

/** The mean of batch losses weighted by batch size, like Keras' loss of an epoch. */
final class WeightedMean {
  private double sum;
  private double weight;

  /** Before the first value. */
  WeightedMean() {
    this(0, 0);
  }

  /** Continues with the sum and weight of previous values. */
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
