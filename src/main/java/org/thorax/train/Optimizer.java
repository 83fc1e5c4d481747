package org.thorax.train;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.network.Network;
import org.thorax.network.Variable;

/** How gradients change variables; the learning rate and the step are fed, never baked in. */
public sealed interface Optimizer {
  /** The ops of one update, and those that set its slots to zero before the first. */
  record Updates(List<Op> updates, List<Op> initializers) {}

  /** Keras' name. */
  String kerasName();

  /**
   * Adds the update to the graph.
   *
   * @param gradients one for each trainable variable, in their order
   * @param learningRate scalar
   * @param step number of updates before this one, scalar
   */
  Updates apply(
      Network network,
      List<Output<TFloat32>> gradients,
      Operand<TFloat32> learningRate,
      Operand<TInt64> step);

  /** Keras' {@code SGD} without momentum: w -= rate * g. */
  record Sgd() implements Optimizer {
    @Override
    public String kerasName() {
      return "SGD";
    }

    @Override
    public Updates apply(
        Network network,
        List<Output<TFloat32>> gradients,
        Operand<TFloat32> learningRate,
        Operand<TInt64> step) {
      List<Op> updates = new ArrayList<>();
      List<Variable> variables = network.trainable();
      for (int i = 0; i < variables.size(); i++) {
        updates.add(
            network
                .ops()
                .train
                .resourceApplyGradientDescent(
                    network.handle(variables.get(i)), learningRate, gradients.get(i)));
      }
      return new Updates(updates, List.of());
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
    public String kerasName() {
      return "Adam";
    }

    @Override
    public Updates apply(
        Network network,
        List<Output<TFloat32>> gradients,
        Operand<TFloat32> learningRate,
        Operand<TInt64> step) {
      Ops tf = network.ops();
      Operand<TFloat32> t = tf.dtypes.cast(tf.math.add(step, tf.constant(1L)), TFloat32.class);
      Operand<TFloat32> beta1Power = tf.math.pow(tf.constant((float) beta1), t);
      Operand<TFloat32> beta2Power = tf.math.pow(tf.constant((float) beta2), t);
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> alpha =
          tf.math.div(
              tf.math.mul(learningRate, tf.math.sqrt(tf.math.sub(one, beta2Power))),
              tf.math.sub(one, beta1Power));
      List<Op> updates = new ArrayList<>();
      List<Op> initializers = new ArrayList<>();
      List<Variable> variables = network.trainable();
      for (int i = 0; i < variables.size(); i++) {
        VarHandleOp m = slot(tf, variables.get(i), "m", initializers);
        VarHandleOp v = slot(tf, variables.get(i), "v", initializers);
        Operand<TFloat32> gradient = gradients.get(i);
        Operand<TFloat32> newM = approach(tf, m, gradient, beta1, updates);
        Operand<TFloat32> newV = approach(tf, v, tf.math.square(gradient), beta2, updates);
        Operand<TFloat32> change =
            tf.math.div(
                tf.math.mul(newM, alpha),
                tf.math.add(tf.math.sqrt(newV), tf.constant((float) epsilon)));
        updates.add(tf.assignSubVariableOp(network.handle(variables.get(i)), change));
      }
      return new Updates(updates, initializers);
    }

    /** slot += (value - slot) * (1 - beta); returns the slot's new value. */
    private static Operand<TFloat32> approach(
        Ops tf, VarHandleOp slot, Operand<TFloat32> value, double beta, List<Op> updates) {
      Operand<TFloat32> old = tf.readVariableOp(slot, TFloat32.class);
      Operand<TFloat32> change =
          tf.math.mul(tf.math.sub(value, old), tf.constant((float) (1 - beta)));
      Operand<TFloat32> updated = tf.math.add(old, change);
      updates.add(tf.assignVariableOp(slot, updated));
      return updated;
    }

    private static VarHandleOp slot(Ops tf, Variable variable, String name, List<Op> initializers) {
      Shape shape = Shape.of(variable.shape().stream().mapToLong(Long::longValue).toArray());
      VarHandleOp handle =
          tf.varHandleOp(
              TFloat32.class,
              shape,
              VarHandleOp.sharedName("Adam/" + name + "/" + variable.name()));
      int[] sizes = variable.shape().stream().mapToInt(Long::intValue).toArray();
      initializers.add(tf.assignVariableOp(handle, tf.fill(tf.constant(sizes), tf.constant(0f))));
      return handle;
    }
  }
}
