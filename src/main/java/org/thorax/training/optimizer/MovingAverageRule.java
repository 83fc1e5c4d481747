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

/** Another rule, and after it the moving average of the variable; its array is the last slot. */
record MovingAverageRule(
    Ops tf, Operand<TInt64> step, Optimizer.Rule rule, MovingAverageOptimizer settings)
    implements Optimizer.Rule {
  @Override
  public List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots) {
    VarHandleOp average = slots.get(slots.size() - 1);
    List<Op> updates =
        new ArrayList<>(rule.update(variable, gradient, slots.subList(0, slots.size() - 1)));
    Ops afterwards = tf.withControlDependencies(updates);
    Operand<TFloat32> now = afterwards.readVariableOp(variable, TFloat32.class);
    Operand<TFloat32> kept =
        tf.math.mul(
            tf.constant((float) settings.momentum()), tf.readVariableOp(average, TFloat32.class));
    Operand<TFloat32> averaged =
        tf.math.add(kept, tf.math.mul(tf.constant((float) (1 - settings.momentum())), now));
    updates.add(tf.assignVariableOp(average, averaged));
    if (settings.overwriteFrequency() > 0) {
      Operand<TInt64> done = tf.math.add(step, tf.constant(1L));
      var due =
          tf.math.equal(
              tf.math.floorMod(done, tf.constant(settings.overwriteFrequency())), tf.constant(0L));
      updates.add(tf.assignVariableOp(variable, tf.select(due, averaged, now)));
    }
    return updates;
  }
}
