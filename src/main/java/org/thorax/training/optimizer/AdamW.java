package org.thorax.training.optimizer;

import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;

/**
 * Keras' {@code AdamW}: first w -= rate * decay * w, for every trainable variable, then as Adam
 * (Loshchilov and Hutter 2019).
 */
public record AdamW(Adam adam, double weightDecay) implements Optimizer {
  /** Checks the decay. */
  public AdamW {
    ArgumentChecks.notNegative("AdamW's weight_decay", weightDecay);
  }

  /** Keras' defaults. */
  public static final AdamW KERAS = new AdamW(Adam.KERAS, 0.004);

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
    Map<String, Object> arguments = new TreeMap<>(adam.config(learningRate).arguments());
    arguments.put("weight_decay", weightDecay);
    return new OptimizerConfig(OptimizerKind.ADAMW.kerasName(), learningRate, arguments);
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return new AdamRule(tf, learningRate, step, adam, weightDecay);
  }
}
