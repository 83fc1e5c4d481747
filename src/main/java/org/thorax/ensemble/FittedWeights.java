package org.thorax.ensemble;

import java.util.Arrays;
import java.util.List;

/**
 * Weights and what they reached on the samples that they were chosen on.
 *
 * @param weights one per member, none negative, sum 1
 * @param value of the criterion
 */
public record FittedWeights(List<Double> weights, double value) {
  /** Copies the weights. */
  public FittedWeights {
    weights = List.copyOf(weights);
  }

  static FittedWeights of(double[] weights, double value) {
    return new FittedWeights(Arrays.stream(weights).boxed().toList(), value);
  }
}
