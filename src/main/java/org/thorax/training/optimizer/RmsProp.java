package org.thorax.training.optimizer;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;

/**
 * Keras' {@code RMSprop}: v = rho * v + (1 - rho) * g^2 and w -= rate * g / sqrt(v + epsilon)
 * (Hinton 2012); centered with the variance about a running mean of g in place of v; with momentum
 * the step is m = momentum * m + the one above.
 */
public record RmsProp(double rho, double momentum, double epsilon, boolean centered)
    implements Optimizer {
  /** Checks the numbers. */
  public RmsProp {
    ArgumentChecks.share("RMSprop's rho", rho);
    ArgumentChecks.share("RMSprop's momentum", momentum);
    ArgumentChecks.positive("RMSprop's epsilon", epsilon);
  }

  /** Keras' defaults. */
  public static final RmsProp KERAS = new RmsProp(0.9, 0, 1e-7, false);

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
        OptimizerKind.RMSPROP.kerasName(),
        learningRate,
        Map.of("rho", rho, "momentum", momentum, "epsilon", epsilon, "centered", centered));
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return new RmsPropRule(tf, learningRate, this);
  }
}
