package org.thorax.training.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The proximal stochastic gradient of {@link Pesg} for the network's variables. It keeps how far a
 * variable has drifted from the reference, and the sum of these: both are 0 at the start, and the
 * reference itself is never needed.
 */
final class PesgRule implements Optimizer.Rule {
  private final Ops tf;
  private final Operand<TFloat32> learningRate;
  private final Pesg settings;
  private final Operand<TFloat32> ends;

  PesgRule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step, Pesg settings) {
    this.tf = tf;
    this.learningRate = learningRate;
    this.settings = settings;
    this.ends = ends(step);
  }

  /** 1 when this update is the last of a stage, else 0. */
  private Operand<TFloat32> ends(Operand<TInt64> step) {
    if (settings.stepsPerStage() == 0) {
      return tf.constant(0f);
    }
    Operand<TInt64> done = tf.math.add(step, tf.constant(1L));
    return tf.dtypes.cast(
        tf.math.equal(
            tf.math.floorMod(done, tf.constant(settings.stepsPerStage())), tf.constant(0L)),
        TFloat32.class);
  }

  @Override
  public List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots) {
    Operand<TFloat32> drift = tf.readVariableOp(slots.get(0), TFloat32.class);
    Operand<TFloat32> old = tf.readVariableOp(variable, TFloat32.class);
    Operand<TFloat32> most = tf.constant((float) settings.clipValue());
    Operand<TFloat32> pulled =
        tf.math.add(
            tf.clipByValue(gradient, tf.math.neg(most), most),
            tf.math.add(
                tf.math.mul(tf.constant((float) settings.epochDecay()), drift),
                tf.math.mul(tf.constant((float) settings.weightDecay()), old)));
    Operand<TFloat32> change = tf.math.mul(learningRate, pulled);
    Operand<TFloat32> drifted = tf.math.sub(drift, change);
    Operand<TFloat32> sum = tf.math.add(tf.readVariableOp(slots.get(1), TFloat32.class), drifted);
    float stage = Math.max(1, settings.stepsPerStage());
    Operand<TFloat32> mean = tf.math.mul(sum, tf.math.div(ends, tf.constant(stage)));
    return List.of(
        tf.assignSubVariableOp(variable, change),
        tf.assignVariableOp(slots.get(0), tf.math.sub(drifted, mean)),
        tf.assignVariableOp(slots.get(1), tf.math.mul(sum, tf.math.sub(tf.constant(1f), ends))));
  }
}
