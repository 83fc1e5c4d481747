package org.thorax.training.loss;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The original project's own: mean of -(t log(p + 1e-5) + (1 - t) log(1 - p + 1e-5)), unclipped; it
 * may fall a little below 0.
 */
public record CustomBinaryCrossentropy() implements Loss {
  private static final float EPSILON = 1e-5f;

  @Override
  public Operand<TFloat32> of(Scores scores) {
    return scores
        .tf()
        .math
        .mean(
            scores.crossentropy(scores.probabilities(), EPSILON),
            scores.tf().constant(new int[] {0, 1}));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    return Optional.of(gradient(scores, scores.constant(1)));
  }

  /** The gradient of the loss times a number. */
  static Known gradient(Scores scores, Operand<TFloat32> times) {
    var tf = scores.tf();
    Operand<TFloat32> cells = tf.math.mul(scores.size(0), scores.size(1));
    Operand<TFloat32> share = scores.inEveryCell(scores.divided(times, cells));
    Operand<TFloat32> positive = tf.math.mul(share, scores.labels());
    Operand<TFloat32> negative = tf.math.mul(share, scores.negatives());
    return new Known(
        scores.probabilities(),
        scores.logGradient(scores.probabilities(), positive, negative, EPSILON));
  }

  @Override
  public boolean masks() {
    return false;
  }
}
