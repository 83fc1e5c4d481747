package org.thorax.train;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.framework.op.FrameworkOps;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.types.TFloat32;

/** A loss: one number for a batch of (batch, classes) probabilities and labels. */
public enum Loss {
  /**
   * Keras' {@code BinaryCrossentropy}: mean over classes, then over samples. From the logits where
   * the network ends in a sigmoid, as Keras does, else from probabilities clipped to [1e-7, 1 -
   * 1e-7].
   */
  BINARY_CROSSENTROPY {
    @Override
    Operand<TFloat32> of(
        Ops tf,
        Operand<TFloat32> probabilities,
        Optional<Operand<TFloat32>> logits,
        Operand<TFloat32> labels) {
      Operand<TFloat32> cells =
          logits
              .map(x -> FrameworkOps.create(tf).nn.sigmoidCrossEntropyWithLogits(labels, x))
              .orElseGet(() -> clipped(tf, probabilities, labels));
      return mean(tf, cells);
    }

    private Operand<TFloat32> clipped(
        Ops tf, Operand<TFloat32> probabilities, Operand<TFloat32> labels) {
      Operand<TFloat32> p =
          tf.clipByValue(probabilities, tf.constant(KERAS_EPSILON), tf.constant(1 - KERAS_EPSILON));
      return crossentropy(tf, p, labels, KERAS_EPSILON);
    }
  },

  /**
   * The original project's own: mean of -(t log(p + 1e-5) + (1 - t) log(1 - p + 1e-5)), unclipped.
   */
  CUSTOM_BINARY_CROSSENTROPY {
    @Override
    Operand<TFloat32> of(
        Ops tf,
        Operand<TFloat32> probabilities,
        Optional<Operand<TFloat32>> logits,
        Operand<TFloat32> labels) {
      return mean(tf, crossentropy(tf, probabilities, labels, CUSTOM_EPSILON));
    }
  };

  private static final float KERAS_EPSILON = 1e-7f;
  private static final float CUSTOM_EPSILON = 1e-5f;

  /**
   * Adds the loss to the graph.
   *
   * @param logits what the final sigmoid is applied to, when there is one
   * @return a scalar
   */
  abstract Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> probabilities,
      Optional<Operand<TFloat32>> logits,
      Operand<TFloat32> labels);

  private static Operand<TFloat32> crossentropy(
      Ops tf, Operand<TFloat32> p, Operand<TFloat32> labels, float epsilon) {
    Constant<TFloat32> one = tf.constant(1f);
    Constant<TFloat32> eps = tf.constant(epsilon);
    Operand<TFloat32> positive = tf.math.mul(labels, tf.math.log(tf.math.add(p, eps)));
    Operand<TFloat32> negative =
        tf.math.mul(tf.math.sub(one, labels), tf.math.log(tf.math.add(tf.math.sub(one, p), eps)));
    return tf.math.neg(tf.math.add(positive, negative));
  }

  /** Every sample has as many classes, so the mean over all cells is Keras' mean of means. */
  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> cells) {
    return tf.math.mean(tf.math.mean(cells, tf.constant(1)), tf.constant(0));
  }
}
