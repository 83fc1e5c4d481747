package org.thorax.train.loss;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;

/**
 * Focal loss (Lin et al. 2017, "Focal Loss for Dense Object Detection"), as Keras' {@code
 * BinaryFocalCrossentropy}: the mean over labelled cells of (1 - q)^gamma l, q being the
 * probability of the true label and l the binary cross-entropy; with alpha, times alpha for
 * positives and 1 - alpha for negatives.
 *
 * @param gamma at least 0; 0 is plain cross-entropy
 * @param alpha in (0, 1); empty for none
 */
public record FocalCrossentropy(double gamma, Optional<Double> alpha) implements Loss {
  /** Checks both. */
  public FocalCrossentropy {
    if (!(gamma >= 0) || Double.isInfinite(gamma)) {
      throw new ThoraxException(
          "The focal loss's gamma must be at least 0, found %s.".formatted(gamma));
    }
    if (alpha.isPresent() && !(alpha.get() > 0 && alpha.get() < 1)) {
      throw new ThoraxException(
          "The focal loss's alpha must be between 0 and 1, found %s.".formatted(alpha.get()));
    }
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> mask = scores.mask();
    Operand<TFloat32> t = tf.math.maximum(scores.labels(), tf.constant(0f));
    Operand<TFloat32> negative = tf.math.sub(tf.constant(1f), t);
    Operand<TFloat32> p = scores.probabilities();
    // 1 - q without cancellation: t (1 - p) + (1 - t) p.
    Operand<TFloat32> missed =
        tf.math.add(tf.math.mul(t, tf.math.sub(tf.constant(1f), p)), tf.math.mul(negative, p));
    Operand<TFloat32> cells = tf.math.mul(power(scores, missed), scores.maskedCrossentropy());
    if (alpha.isPresent()) {
      Operand<TFloat32> balance =
          tf.math.add(
              tf.math.mul(t, tf.constant(alpha.get().floatValue())),
              tf.math.mul(negative, tf.constant((float) (1 - alpha.get()))));
      cells = tf.math.mul(balance, cells);
    }
    return tf.math.div(scores.sum(tf.math.mul(mask, cells)), scores.labelled(mask));
  }

  /** x^gamma; the power's own gradient is not a number at 0, where gamma - 1 is below 0. */
  private Operand<TFloat32> power(Scores scores, Operand<TFloat32> x) {
    var tf = scores.tf();
    if (gamma == 2) {
      return tf.math.square(x);
    }
    Operand<TFloat32> safe = tf.math.maximum(x, tf.constant(Scores.KERAS_EPSILON));
    return tf.math.pow(safe, tf.constant((float) gamma));
  }

  @Override
  public boolean masks() {
    return true;
  }
}
