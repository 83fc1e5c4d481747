package org.thorax.training.loss;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.math.SigmoidGrad;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.thorax.ConfigurationException;

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
      throw new ConfigurationException(
          "loss", "The focal loss's gamma must be at least 0, found %s.".formatted(gamma));
    }
    if (alpha.isPresent() && !(alpha.get() > 0 && alpha.get() < 1)) {
      throw new ConfigurationException(
          "loss",
          "The focal loss's alpha must be between 0 and 1, found %s.".formatted(alpha.get()));
    }
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Scores known = scores.withoutGaps();
    Operand<TFloat32> cells = tf.math.mul(factor(known), known.kerasCrossentropy());
    Operand<TFloat32> labelled = tf.math.mul(scores.mask(), balanced(known, cells));
    return tf.select(
        complete(scores),
        scores.mean(labelled),
        scores.divided(scores.sum(labelled), scores.labelled(scores.mask())));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    var tf = scores.tf();
    Scores known = scores.withoutGaps();
    Operand<TFloat32> ofCell =
        tf.select(complete(scores), scores.shareOfMeans(), scores.shareOfLabelled());
    Operand<TFloat32> share = balanced(known, tf.math.mul(ofCell, scores.mask()));
    Known ofCrossentropy = known.kerasGradient(tf.math.mul(share, factor(known)));
    Operand<TFloat32> ofMissed =
        tf.math.mul(tf.math.mul(share, known.kerasCrossentropy()), slope(known));
    Operand<TFloat32> byProbability =
        tf.math.sub(
            tf.math.mul(known.negatives(), ofMissed), tf.math.mul(known.labels(), ofMissed));
    Operand<TFloat32> ofFactor =
        scores.logits().isEmpty()
            ? byProbability
            : SigmoidGrad.create(tf.scope(), scores.probabilities(), byProbability);
    return Optional.of(
        new Known(ofCrossentropy.by(), tf.math.add(ofCrossentropy.gradient(), ofFactor)));
  }

  /** Whether every cell is labelled: then the mean is Keras' mean of means, rounded as there. */
  private static Operand<TBool> complete(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> cells = tf.math.mul(scores.size(0), scores.size(1));
    return tf.math.equal(scores.sum(scores.mask()), cells);
  }

  /** Keras' 1 - q. */
  private static Operand<TFloat32> missed(Scores known) {
    var tf = known.tf();
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> p = known.probabilities();
    Operand<TFloat32> positive = tf.math.mul(known.labels(), p);
    Operand<TFloat32> negative = tf.math.mul(known.negatives(), tf.math.sub(one, p));
    return tf.math.sub(one, tf.math.add(positive, negative));
  }

  /** (1 - q)^gamma. */
  private Operand<TFloat32> factor(Scores known) {
    return power(known, (float) gamma);
  }

  /** Its derivative by 1 - q. */
  private Operand<TFloat32> slope(Scores known) {
    Operand<TFloat32> gammas = known.inEveryCell(known.constant((float) gamma));
    return known.tf().math.mul(gammas, power(known, (float) gamma - 1));
  }

  /** A power below 0 is not a number at 0. */
  private static Operand<TFloat32> power(Scores known, float exponent) {
    Operand<TFloat32> missed = missed(known);
    Operand<TFloat32> base =
        exponent < 0
            ? known.tf().math.maximum(missed, known.constant(Scores.KERAS_EPSILON))
            : missed;
    return known.tf().math.pow(base, known.constant(exponent));
  }

  /** Each cell times alpha or 1 - alpha. */
  private Operand<TFloat32> balanced(Scores known, Operand<TFloat32> cells) {
    var tf = known.tf();
    return alpha
        .<Operand<TFloat32>>map(
            share ->
                tf.math.mul(
                    tf.math.add(
                        tf.math.mul(known.labels(), tf.constant(share.floatValue())),
                        tf.math.mul(known.negatives(), tf.constant((float) (1 - share)))),
                    cells))
        .orElse(cells);
  }

  @Override
  public boolean masks() {
    return true;
  }
}
