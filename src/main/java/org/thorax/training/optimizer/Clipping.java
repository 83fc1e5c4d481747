package org.thorax.training.optimizer;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.thorax.ConfigurationException;

/**
 * How Keras clips gradients ({@code optimizer.py}, {@code _clip_gradients}).
 *
 * @param kind what is limited
 * @param limit above 0
 */
public record Clipping(Kind kind, double limit) {
  /** What is limited, by Keras' arguments. */
  public enum Kind {
    /** The L2 norm of each gradient ({@code tf.clip_by_norm}). */
    NORM("clipnorm"),
    /** Each value, to both sides. */
    VALUE("clipvalue"),
    /** The L2 norm of all gradients together ({@code tf.clip_by_global_norm}). */
    GLOBAL_NORM("global_clipnorm");

    private final String kerasName;

    Kind(String kerasName) {
      this.kerasName = kerasName;
    }

    /** Keras' argument. */
    public String kerasName() {
      return kerasName;
    }
  }

  /** Keras' arguments. */
  public static List<String> names() {
    return Arrays.stream(Kind.values()).map(Kind::kerasName).toList();
  }

  /** Checks the limit. */
  public Clipping {
    if (!(limit > 0)) {
      throw new ConfigurationException(
          "optimizer", "%s must be above 0, found %s.".formatted(kind.kerasName(), limit));
    }
  }

  /** The gradients clipped, in their order. */
  List<? extends Operand<TFloat32>> clipped(Ops tf, List<Output<TFloat32>> gradients) {
    Operand<TFloat32> most = tf.constant((float) limit);
    return switch (kind) {
      case NORM -> gradients.stream().map(gradient -> byNorm(tf, gradient, most)).toList();
      case VALUE ->
          gradients.stream()
              .map(gradient -> tf.clipByValue(gradient, tf.math.neg(most), most))
              .toList();
      case GLOBAL_NORM -> byGlobalNorm(tf, gradients, most);
    };
  }

  /** g * limit / max(|g|, limit). */
  private static Operand<TFloat32> byNorm(
      Ops tf, Operand<TFloat32> gradient, Operand<TFloat32> most) {
    int[] axes = new int[gradient.shape().numDimensions()];
    Arrays.setAll(axes, axis -> axis);
    Operand<TFloat32> sum = tf.sum(tf.math.mul(gradient, gradient), tf.constant(axes));
    Operand<TFloat32> norm = tf.math.sqrt(sum);
    return tf.math.div(tf.math.mul(gradient, most), tf.math.maximum(norm, most));
  }

  /** g * limit * min(1 / |all|, 1 / limit); not a number where the norm is none. */
  private static List<Operand<TFloat32>> byGlobalNorm(
      Ops tf, List<Output<TFloat32>> gradients, Operand<TFloat32> most) {
    List<Operand<TFloat32>> halves =
        gradients.stream().<Operand<TFloat32>>map(tf.nn::l2Loss).toList();
    Operand<TFloat32> sum = tf.sum(tf.stack(halves), tf.constant(new int[] {0}));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(sum, tf.constant(2f)));
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> scale =
        tf.math.mul(most, tf.math.minimum(tf.math.div(one, norm), tf.math.div(one, most)));
    Operand<TBool> finite = tf.math.isFinite(norm);
    Operand<TFloat32> safe = tf.select(finite, scale, tf.constant(Float.NaN));
    return gradients.stream()
        .<Operand<TFloat32>>map(gradient -> tf.math.mul(gradient, safe))
        .toList();
  }
}
