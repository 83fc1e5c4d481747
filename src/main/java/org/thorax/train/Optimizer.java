package org.thorax.train;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.network.OptimizerConfig;

/**
 * How gradients change variables; the learning rate and the step are fed, never baked in. A new
 * optimizer is its configuration in Keras' words, which names its arrays, and its {@link Rule}.
 */
public sealed interface Optimizer {
  /** In Keras' words. */
  OptimizerConfig config(double learningRate);

  /**
   * Adds what all variables share.
   *
   * @param learningRate scalar
   * @param step number of updates before this one, scalar
   */
  Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step);

  /** Keras' name. */
  default String kerasName() {
    return config(1).className();
  }

  /** Keras' names of the arrays that it keeps for each variable. */
  default List<String> slots() {
    return config(1).slots();
  }

  /** The update of a variable. */
  @FunctionalInterface
  interface Rule {
    /**
     * Adds the update to the graph.
     *
     * @param variable its handle
     * @param gradient the loss's derivative by it
     * @param slots its arrays' handles in the order of {@link Optimizer#slots}
     * @return the ops that change variable and arrays
     */
    List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots);
  }

  /** Keras' {@code SGD} without momentum: w -= rate * g. */
  record Sgd() implements Optimizer {
    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig("SGD", learningRate, Map.of("momentum", 0.0, "nesterov", false));
    }

    /** Keras 2 has one all the same, which means nothing. */
    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return (variable, gradient, slots) ->
          List.of(tf.train.resourceApplyGradientDescent(variable, learningRate, gradient));
    }
  }

  /**
   * Keras' {@code Adam}: w -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
   * (Kingma and Ba 2015). Made of Keras' own ops: TensorFlow's ResourceApplyAdam takes 1 - beta2 in
   * float32, which for 0.999 is 1.3e-5 off.
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    /** Keras' defaults. */
    public static final Adam KERAS = new Adam(0.9, 0.999, 1e-7);

    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig(
          "Adam",
          learningRate,
          Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon, "amsgrad", false));
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      Operand<TFloat32> t = tf.dtypes.cast(tf.math.add(step, tf.constant(1L)), TFloat32.class);
      Operand<TFloat32> beta1Power = tf.math.pow(tf.constant((float) beta1), t);
      Operand<TFloat32> beta2Power = tf.math.pow(tf.constant((float) beta2), t);
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> alpha =
          tf.math.div(
              tf.math.mul(learningRate, tf.math.sqrt(tf.math.sub(one, beta2Power))),
              tf.math.sub(one, beta1Power));
      return (variable, gradient, slots) -> {
        Moved m = approach(tf, slots.get(0), gradient, beta1);
        Moved v = approach(tf, slots.get(1), tf.math.square(gradient), beta2);
        Operand<TFloat32> change =
            tf.math.div(
                tf.math.mul(m.value(), alpha),
                tf.math.add(tf.math.sqrt(v.value()), tf.constant((float) epsilon)));
        return List.of(m.update(), v.update(), tf.assignSubVariableOp(variable, change));
      };
    }

    /** An array's new value, and the op that keeps it. */
    private record Moved(Operand<TFloat32> value, Op update) {}

    /** slot += (value - slot) * (1 - beta). */
    private static Moved approach(Ops tf, VarHandleOp slot, Operand<TFloat32> value, double beta) {
      Operand<TFloat32> old = tf.readVariableOp(slot, TFloat32.class);
      Operand<TFloat32> change =
          tf.math.mul(tf.math.sub(value, old), tf.constant((float) (1 - beta)));
      Operand<TFloat32> updated = tf.math.add(old, change);
      return new Moved(updated, tf.assignVariableOp(slot, updated));
    }
  }
}
