package org.thorax.training.optimizer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;

/** Another optimizer, whose gradients are clipped first. */
public record ClippingOptimizer(Optimizer optimizer, Clipping clipping) implements Optimizer {
  @Override
  public OptimizerConfig config(double learningRate) {
    OptimizerConfig config = optimizer.config(learningRate);
    Map<String, Object> arguments = new TreeMap<>(config.arguments());
    arguments.put(clipping.kind().kerasName(), clipping.limit());
    return new OptimizerConfig(config.className(), learningRate, arguments);
  }

  @Override
  public List<String> slots() {
    return optimizer.slots();
  }

  @Override
  public List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
    return clipping.clipped(tf, gradients);
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return optimizer.rule(tf, learningRate, step);
  }
}
