package org.thorax.ensemble;

import java.util.Arrays;
import java.util.List;

/**
 * Weights and their criterion on the samples on which they were fitted.
 *
 * @param weights one per member, none negative, sum 1
 * @param value of the criterion
 */
record FittedWeights(List<Double> weights, double value) {
  /** Copies the weights. */
  public FittedWeights {
    weights = List.copyOf(weights);
  }

  static FittedWeights of(double[] weights, double value) {
    return new FittedWeights(Arrays.stream(weights).boxed().toList(), value);
  }
}
