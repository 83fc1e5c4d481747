package org.thorax.training.loss;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The loss of U-MultiClass (Irvin et al. 2019): a softmax runs over each class's three outputs,
 * positive, negative, uncertain, in this order; the loss is the mean over samples and classes of
 * -log(p) of the true one, p clipped to [1e-7, 1 - 1e-7] as in Keras' {@code
 * categorical_crossentropy}. The label -1 is uncertain. A class's score is p(positive) /
 * (p(positive) + p(negative)).
 */
public record ThreeWayCrossentropy() implements Loss {
  private static final int OUTPUTS_PER_CLASS = 3;

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> t = scores.labels();
    Operand<TFloat32> zero = tf.constant(0f);
    Operand<TFloat32> truth =
        tf.stack(
            List.of(
                number(tf, tf.math.equal(t, tf.constant(1f))),
                number(tf, tf.math.equal(t, zero)),
                number(tf, tf.math.less(t, zero))),
            org.tensorflow.op.core.Stack.axis(2L));
    Operand<TFloat32> logs = perClass(tf, tf.math.log(scores.clipped()));
    Operand<TFloat32> cells = tf.sum(tf.math.mul(truth, logs), tf.constant(2));
    return scores.divided(
        scores.sum(tf.math.neg(cells)), tf.math.mul(scores.size(0), scores.size(1)));
  }

  private static Operand<TFloat32> number(Ops tf, Operand<? extends TType> truth) {
    return tf.dtypes.cast(truth, TFloat32.class);
  }

  /** (batch, labels x 3) as (batch, labels, 3). */
  private static Operand<TFloat32> perClass(Ops tf, Operand<TFloat32> outputs) {
    long labels = outputs.shape().get(1) / OUTPUTS_PER_CLASS;
    return tf.reshape(outputs, tf.constant(new long[] {-1, labels, OUTPUTS_PER_CLASS}));
  }

  @Override
  public int outputsPerClass() {
    return OUTPUTS_PER_CLASS;
  }

  @Override
  public Operand<TFloat32> scored(Ops tf, Operand<TFloat32> outputs) {
    Operand<TFloat32> perClass = perClass(tf, outputs);
    Operand<TFloat32> positive = tf.gather(perClass, tf.constant(0), tf.constant(2));
    Operand<TFloat32> both =
        tf.math.add(positive, tf.gather(perClass, tf.constant(1), tf.constant(2)));
    Operand<TFloat32> least = tf.constant(Float.MIN_NORMAL);
    // Where both are 0 there is no preference: one half.
    return tf.select(
        tf.math.greater(both, tf.constant(0f)),
        tf.math.div(positive, tf.math.maximum(both, least)),
        tf.math.add(tf.zerosLike(both), tf.constant(0.5f)));
  }

  @Override
  public boolean masks() {
    return true;
  }
}
