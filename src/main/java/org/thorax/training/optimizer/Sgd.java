package org.thorax.training.optimizer;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.ConfigurationException;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;

/**
 * Keras' {@code SGD}: without momentum w -= rate * g; with it m = momentum * m - rate * g and w +=
 * m, or with Nesterov's w += momentum * m - rate * g (Sutskever et al. 2013).
 *
 * @param momentum 0 to 1
 */
public record Sgd(double momentum, boolean nesterov) implements Optimizer {
  /** Checks the momentum. */
  public Sgd {
    ArgumentChecks.share("SGD's momentum", momentum);
    if (nesterov && momentum == 0) {
      throw new ConfigurationException(
          "optimizer", "Nesterov's SGD needs a momentum, e.g. 0.9; found 0.");
    }
  }

  /** Without momentum. */
  public Sgd() {
    this(0, false);
  }

  /**
   * Without momentum, with one learning rate for all steps.
   *
   * @param learningRate above 0
   */
  public static Optimization of(double learningRate) {
    return new Sgd().at(learningRate);
  }

  @Override
  public OptimizerConfig config(double learningRate) {
    return new OptimizerConfig(
        OptimizerKind.SGD.kerasName(),
        learningRate,
        Map.of("momentum", momentum, "nesterov", nesterov));
  }

  /** Without momentum Keras 2 has an array all the same, which means nothing. */
  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : config(1).slots();
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return momentum == 0
        ? (variable, gradient, slots) ->
            List.of(tf.train.resourceApplyGradientDescent(variable, learningRate, gradient))
        : new MomentumRule(tf, learningRate, momentum, nesterov);
  }
}
