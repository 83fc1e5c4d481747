package org.thorax.evaluation.report;

import org.thorax.ConfigurationException;

/**
 * Settings of an evaluation.
 *
 * @param replicates of the bootstrap over patients; 0 for none
 * @param seed random seed of the bootstrap
 * @param sensitivity of the rule with a fixed sensitivity, above 0 and at most 1
 */
public record EvaluationOptions(int replicates, long seed, double sensitivity) {
  /** Checks the ranges. */
  public EvaluationOptions {
    if (replicates < 0) {
      throw new ConfigurationException(
          "bootstrap", "Expected `bootstrap` 0 or more, found " + replicates + ".");
    }
    if (!(sensitivity > 0 && sensitivity <= 1)) {
      throw new ConfigurationException(
          "sensitivity",
          "Expected `sensitivity` above 0 and at most 1, found " + sensitivity + ".");
    }
  }

  MeanAuc.Bootstrap bootstrap() {
    return new MeanAuc.Bootstrap(replicates, seed);
  }
}
