package org.thorax.training.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * tf_keras' Adam and AdamW ({@code optimizers/adam.py}, {@code adamw.py}, {@code update_step}), op
 * by op: TensorFlow's ResourceApplyAdam takes 1 - beta2 in float32, which for 0.999 is 1.3e-5 off.
 */
final class AdamRule implements Optimizer.Rule {
  private final Ops tf;
  private final Adam settings;
  private final Operand<TFloat32> learningRate;
  private final double weightDecay;
  private final Operand<TFloat32> alpha;

  /**
   * Adds what all variables share.
   *
   * @param weightDecay 0 for Adam
   */
  AdamRule(
      Ops tf,
      Operand<TFloat32> learningRate,
      Operand<TInt64> step,
      Adam settings,
      double weightDecay) {
    this.tf = tf;
    this.settings = settings;
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    Operand<TFloat32> t = tf.dtypes.cast(tf.math.add(step, tf.constant(1L)), TFloat32.class);
    Operand<TFloat32> beta1Power = tf.math.pow(tf.constant((float) settings.beta1()), t);
    Operand<TFloat32> beta2Power = tf.math.pow(tf.constant((float) settings.beta2()), t);
    Operand<TFloat32> one = tf.constant(1f);
    alpha =
        tf.math.div(
            tf.math.mul(learningRate, tf.math.sqrt(tf.math.sub(one, beta2Power))),
            tf.math.sub(one, beta1Power));
  }

  @Override
  public List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots) {
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> m = approach(slots.get(0), gradient, settings.beta1(), updates);
    Operand<TFloat32> v =
        approach(slots.get(1), tf.math.square(gradient), settings.beta2(), updates);
    Operand<TFloat32> change =
        tf.math.div(
            tf.math.mul(m, alpha),
            tf.math.add(tf.math.sqrt(v), tf.constant((float) settings.epsilon())));
    if (weightDecay == 0) {
      updates.add(tf.assignSubVariableOp(variable, change));
    } else {
      updates.add(tf.assignVariableOp(variable, tf.math.sub(decayed(variable), change)));
    }
    return updates;
  }

  private Operand<TFloat32> decayed(Output<?> variable) {
    Operand<TFloat32> old = tf.readVariableOp(variable, TFloat32.class);
    Operand<TFloat32> decay = tf.constant((float) weightDecay);
    // As in Keras' graph after TensorFlow has optimised it: the scalars first, if that spares work.
    return tf.math.sub(
        old,
        old.shape().size() == 1
            ? tf.math.mul(tf.math.mul(old, decay), learningRate)
            : tf.math.mul(old, tf.math.mul(decay, learningRate)));
  }

  /** slot += (value - slot) * (1 - beta); returns the slot's new value. */
  private Operand<TFloat32> approach(
      VarHandleOp slot, Operand<TFloat32> value, double beta, List<Op> updates) {
    Operand<TFloat32> old = tf.readVariableOp(slot, TFloat32.class);
    Operand<TFloat32> change =
        tf.math.mul(tf.math.sub(value, old), tf.constant((float) (1 - beta)));
    Operand<TFloat32> updated = tf.math.add(old, change);
    updates.add(tf.assignVariableOp(slot, updated));
    return updated;
  }
}
