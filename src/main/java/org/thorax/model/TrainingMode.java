package org.thorax.model;

import java.util.Set;

/**
 * How the body of a network is computed while it is trained.
 *
 * @param frozen names of variables that stay as they are; their batch norms stay in inference mode
 * @param seed of dropout
 * @param precision of the body in training mode; inference and variables are float32
 */
public record TrainingMode(Set<String> frozen, long seed, Precision precision) {
  /** Copies the names. */
  public TrainingMode {
    frozen = Set.copyOf(frozen);
  }
}
