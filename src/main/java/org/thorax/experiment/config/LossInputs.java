package org.thorax.experiment.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a loss is made of.
 *
 * @param arguments its own, by name; every one that it has
 * @param raw weights of the training set; empty where the loss takes none
 * @param scale how they are scaled
 */
record LossInputs(
    Map<String, Double> arguments, Optional<ClassWeights> raw, ClassWeightScale scale) {
  /** Copies the arguments. */
  LossInputs {
    arguments = Map.copyOf(arguments);
    Objects.requireNonNull(raw, "raw");
    Objects.requireNonNull(scale, "scale");
  }

  double argument(String name) {
    return arguments.get(name);
  }

  /** The scaled weights. */
  ClassWeights weights() {
    return raw.orElseThrow().scaled(scale);
  }

  /** The share of positives of each class. */
  List<Double> positiveShares() {
    return raw.orElseThrow().positiveShares();
  }
}
