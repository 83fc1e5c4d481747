package org.thorax.training.optimizer;

import java.util.Objects;
import org.thorax.training.callback.LearningRateSchedule;

/**
 * An optimizer and the learning rate of every step.
 *
 * @param optimizer with its arguments, clipping included
 * @param learningRate as a function of epoch and step
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
