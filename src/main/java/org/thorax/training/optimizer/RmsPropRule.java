package org.thorax.training.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** tf_keras' RMSprop ({@code optimizers/rmsprop.py}, {@code update_step}), op by op. */
record RmsPropRule(Ops tf, Operand<TFloat32> learningRate, RmsProp settings)
    implements Optimizer.Rule {
  @Override
  public List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots) {
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> spread = average(slots.get(0), tf.math.square(gradient), updates);
    if (settings.centered()) {
      Operand<TFloat32> mean = average(slots.get(slots.size() - 1), gradient, updates);
      spread = tf.math.sub(spread, tf.math.square(mean));
    }
    Operand<TFloat32> denominator = tf.math.add(spread, tf.constant((float) settings.epsilon()));
    Operand<TFloat32> change = change(gradient, tf.math.rsqrt(denominator));
    if (settings.momentum() > 0) {
      Operand<TFloat32> old = tf.readVariableOp(slots.get(1), TFloat32.class);
      Operand<TFloat32> factor = tf.constant((float) settings.momentum());
      change = tf.math.add(tf.math.mul(factor, old), change);
      updates.add(tf.assignVariableOp(slots.get(1), change));
    }
    updates.add(tf.assignAddVariableOp(variable, tf.math.neg(change)));
    return updates;
  }

  /**
   * Rate, gradient and root multiplied, in the order that TensorFlow's optimizer gives Keras'
   * graph, which is another for one number alone. It would reorder here too if the rate were not as
   * large as the gradient.
   */
  private Operand<TFloat32> change(Operand<TFloat32> gradient, Operand<TFloat32> root) {
    Operand<TFloat32> rate = tf.broadcastTo(learningRate, tf.shape(gradient));
    return root.shape().size() == 1
        ? tf.math.mul(rate, tf.math.mul(gradient, root))
        : tf.math.mul(tf.math.mul(rate, root), gradient);
  }

  /** slot = rho * slot + (1 - rho) * value. */
  private Operand<TFloat32> average(VarHandleOp slot, Operand<TFloat32> value, List<Op> updates) {
    Operand<TFloat32> kept =
        tf.math.mul(tf.constant((float) settings.rho()), tf.readVariableOp(slot, TFloat32.class));
    Operand<TFloat32> added = tf.math.mul(tf.constant((float) (1 - settings.rho())), value);
    Operand<TFloat32> average = tf.math.add(kept, added);
    updates.add(tf.assignVariableOp(slot, average));
    return average;
  }
}
