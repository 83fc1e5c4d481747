package org.thorax.train;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.framework.op.FrameworkOps;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

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

    @Override
    Optional<Operand<TFloat32>> logitGradient(
        Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels) {
      Operand<TFloat32> zero = tf.constant(0f);
      Operand<TFloat32> one = tf.constant(1f);
      var positive = tf.math.greaterEqual(logits, zero);
      Operand<TFloat32> exp = tf.math.exp(tf.select(positive, tf.math.neg(logits), logits));
      Operand<TFloat32> share = shareOfCell(tf, labels);
      Operand<TFloat32> curved =
          tf.math.mul(tf.math.mul(share, tf.math.reciprocal(tf.math.add(one, exp))), exp);
      Operand<TFloat32> withoutLabel = tf.select(positive, tf.math.sub(share, curved), curved);
      return Optional.of(tf.math.sub(withoutLabel, tf.math.mul(share, labels)));
    }

    /** The derivative of the mean of means by one cell. */
    private Operand<TFloat32> shareOfCell(Ops tf, Operand<TFloat32> labels) {
      Operand<TInt32> sizes = tf.shape(labels);
      Operand<TFloat32> samples = size(tf, sizes, 0);
      return tf.math.div(tf.math.div(tf.constant(1f), samples), size(tf, sizes, 1));
    }

    private Operand<TFloat32> size(Ops tf, Operand<TInt32> sizes, int axis) {
      return tf.dtypes.cast(tf.gather(sizes, tf.constant(axis), tf.constant(0)), TFloat32.class);
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

  /**
   * The gradient by the logits, summed up in the order in which Keras' graph does after TensorFlow
   * has optimised it. Automatic differentiation leaves four terms, which TensorFlow adds in an
   * order that depends on the names of nodes, and a difference in the last bit here becomes one of
   * a percent in the gradients of a deep network's first layers.
   *
   * @return (batch, classes); none when automatic differentiation has to do
   */
  Optional<Operand<TFloat32>> logitGradient(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels) {
    return Optional.empty();
  }

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
