package org.thorax.experiment.config;

import java.util.Objects;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimizer;

/**
 * What a benchmark says about the updates.
 *
 * @param optimizer with its arguments, clipping included
 * @param learningRate the rate of every step
 */
public record Optimization(Optimizer optimizer, LearningRateSchedule learningRate) {
  /** The default learning rate. */
  public static final double DEFAULT_LEARNING_RATE = 1e-3;

  /** The default learning rate of PESG, that of its authors. */
  public static final double MARGIN_LEARNING_RATE = 0.1;

  /** Checks that both are there. */
  public Optimization {
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(learningRate, "learningRate");
  }

  /** The same with another optimizer. */
  public Optimization with(Optimizer other) {
    return new Optimization(other, learningRate);
  }

  /** The same with another rate. */
  public Optimization with(LearningRateSchedule other) {
    return new Optimization(optimizer, other);
  }
}
