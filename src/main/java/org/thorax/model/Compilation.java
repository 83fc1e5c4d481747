package org.thorax.model;

import java.util.List;
import java.util.Optional;

/**
 * The arguments of Keras' {@code compile} for a model, and the state of its optimizer.
 *
 * @param optimizer the optimizer and its state
 * @param loss in Keras' words; empty when it was not Keras' own
 * @param metrics in Keras' words
 */
public record Compilation(
    OptimizerState optimizer, Optional<KerasObject> loss, List<KerasObject> metrics) {
  /** Copies the list. */
  public Compilation {
    metrics = List.copyOf(metrics);
  }

  /** The same with another state of its optimizer. */
  public Compilation withOptimizer(OptimizerState state) {
    return new Compilation(state, loss, metrics);
  }
}
