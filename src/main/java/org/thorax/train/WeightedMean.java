package org.thorax.train;

/** The mean of batch losses weighted by the batches' sizes, as Keras' loss of an epoch. */
final class WeightedMean {
  private double sum;
  private double weight;

  void add(double value, double valueWeight) {
    sum += value * valueWeight;
    weight += valueWeight;
  }

  double mean() {
    return weight == 0 ? Double.NaN : sum / weight;
  }
}
