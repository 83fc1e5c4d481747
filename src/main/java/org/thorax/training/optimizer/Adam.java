package org.thorax.training.optimizer;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;

/**
 * Keras' {@code Adam}: w -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 * (Kingma and Ba 2015).
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
  /** Checks the numbers. */
  public Adam {
    ArgumentChecks.share("Adam's beta_1", beta1);
    ArgumentChecks.share("Adam's beta_2", beta2);
    ArgumentChecks.positive("Adam's epsilon", epsilon);
  }

  /** Keras' defaults. */
  public static final Adam KERAS = new Adam(0.9, 0.999, 1e-7);

  /**
   * Keras' defaults with one learning rate for all steps.
   *
   * @param learningRate above 0
   */
  public static Optimization of(double learningRate) {
    return KERAS.at(learningRate);
  }

  @Override
  public OptimizerConfig config(double learningRate) {
    return new OptimizerConfig(
        OptimizerKind.ADAM.kerasName(),
        learningRate,
        Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon, "amsgrad", false));
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return new AdamRule(tf, learningRate, step, this, 0);
  }
}
