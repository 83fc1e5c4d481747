package org.thorax.training.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;

/**
 * Another optimizer and an exponential moving average of the weights (Keras' {@code use_ema}):
 * average = momentum * average + (1 - momentum) * w after every update, from the start weights on.
 * Training ends with the averages as weights.
 *
 * @param momentum 0 to 1
 * @param overwriteFrequency updates after which the weights become the averages; 0: at the end
 */
public record MovingAverageOptimizer(Optimizer optimizer, double momentum, long overwriteFrequency)
    implements Optimizer {
  /** The array of the averages. */
  public static final String AVERAGE = "average";

  /** Checks the numbers. */
  public MovingAverageOptimizer {
    ArgumentChecks.share("ema_momentum", momentum);
    ArgumentChecks.notNegative("ema_overwrite_frequency", (double) overwriteFrequency);
  }

  @Override
  public OptimizerConfig config(double learningRate) {
    OptimizerConfig config = optimizer.config(learningRate);
    Map<String, Object> arguments = new TreeMap<>(config.arguments());
    arguments.put("use_ema", true);
    arguments.put("ema_momentum", momentum);
    if (overwriteFrequency > 0) {
      arguments.put("ema_overwrite_frequency", (double) overwriteFrequency);
    }
    return new OptimizerConfig(config.className(), learningRate, arguments);
  }

  @Override
  public List<String> slots() {
    List<String> slots = new ArrayList<>(optimizer.slots());
    slots.add(AVERAGE);
    return slots;
  }

  @Override
  public List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
    return optimizer.prepared(tf, gradients);
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return new MovingAverageRule(tf, step, optimizer.rule(tf, learningRate, step), this);
  }
}
