package org.thorax.model;

import java.util.List;
import java.util.Optional;

/**
 * The arguments of Keras' {@code compile} for a model, and the state of its optimizer.
 *
 * @param optimizer the optimizer and its state
 * @param loss in Keras' terms; empty for a custom loss
 * @param metrics in Keras' terms
 */
public record Compilation(
    OptimizerState optimizer, Optional<KerasObject> loss, List<KerasObject> metrics) {
  /** Copies the list. */
  public Compilation {
    metrics = List.copyOf(metrics);
  }

  /** A copy with another optimizer state. */
  public Compilation withOptimizer(OptimizerState state) {
    return new Compilation(state, loss, metrics);
  }
}
