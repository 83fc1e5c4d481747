package org.thorax.training.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** tf_keras' SGD with momentum ({@code optimizers/sgd.py}, {@code update_step}), op by op. */
record MomentumRule(Ops tf, Operand<TFloat32> learningRate, double momentum, boolean nesterov)
    implements Optimizer.Rule {
  @Override
  public List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots) {
    Operand<TFloat32> old = tf.readVariableOp(slots.get(0), TFloat32.class);
    Operand<TFloat32> step = tf.math.mul(tf.math.neg(gradient), learningRate);
    Operand<TFloat32> m = tf.math.add(step, tf.math.mul(old, factor()));
    Operand<TFloat32> change = nesterov ? tf.math.add(step, tf.math.mul(m, factor())) : m;
    return List.of(tf.assignVariableOp(slots.get(0), m), tf.assignAddVariableOp(variable, change));
  }

  private Operand<TFloat32> factor() {
    return tf.constant((float) momentum);
  }
}
