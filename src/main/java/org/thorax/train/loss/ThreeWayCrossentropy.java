package org.thorax.train.loss;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The loss of U-MultiClass (Irvin et al. 2019): the cross-entropy of each class's three outputs,
 * which a softmax made, against one-hot labels; the mean over labelled classes of -sum t log(p), p
 * clipped to [1e-7, 1 - 1e-7] as in Keras' {@code categorical_crossentropy}. A class whose three
 * labels are -1 gives exactly 0.
 */
public record ThreeWayCrossentropy() implements Loss {
  private static final float WAYS = 3;

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> mask = scores.mask();
    Operand<TFloat32> cells =
        tf.math.mul(
            tf.math.mul(mask, scores.labels()), tf.math.neg(tf.math.log(scores.clipped())));
    // A labelled class has three labelled cells.
    Operand<TFloat32> classes = tf.math.div(scores.labelled(mask), tf.constant(WAYS));
    return tf.math.div(scores.sum(cells), classes);
  }

  @Override
  public boolean masks() {
    return true;
  }
}
