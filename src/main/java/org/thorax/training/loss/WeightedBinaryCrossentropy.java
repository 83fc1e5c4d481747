package org.thorax.training.loss;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The original project's class-wise weighted binary cross-entropy (CWBCE): the mean over labelled
 * cells of -w+ t log(p + 1e-7) - w- (1 - t) log(1 - p + 1e-7), p clipped to [1e-7, 1 - 1e-7]. A
 * cell labelled -1 gives exactly 0, and so does a batch without a label (there: NaN).
 *
 * @param positiveWeights w+, one a class
 * @param negativeWeights w-, one a class
 */
public record WeightedBinaryCrossentropy(List<Double> positiveWeights, List<Double> negativeWeights)
    implements Loss {
  /** Checks that both are equally long. */
  public WeightedBinaryCrossentropy {
    positiveWeights = List.copyOf(positiveWeights);
    negativeWeights = List.copyOf(negativeWeights);
    if (positiveWeights.size() != negativeWeights.size()) {
      throw new IllegalArgumentException("One weight a class expected in both vectors.");
    }
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> p = scores.clipped();
    Operand<TFloat32> mask = scores.mask();
    Operand<TFloat32> positive =
        tf.math.mul(positives(scores), scores.logPositive(p, Scores.KERAS_EPSILON));
    Operand<TFloat32> negative =
        tf.math.mul(negatives(scores), scores.logNegative(p, Scores.KERAS_EPSILON));
    Operand<TFloat32> cells = tf.math.mul(mask, tf.math.neg(tf.math.add(positive, negative)));
    return scores.divided(scores.sum(cells), scores.labelled(mask));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> share = tf.math.mul(scores.shareOfLabelled(), scores.mask());
    Operand<TFloat32> gradient =
        scores.logGradient(
            scores.clipped(),
            tf.math.mul(share, positives(scores)),
            tf.math.mul(share, negatives(scores)),
            Scores.KERAS_EPSILON);
    return Optional.of(new Known(scores.probabilities(), scores.whereUnclipped(gradient)));
  }

  /** w+ t. */
  private Operand<TFloat32> positives(Scores scores) {
    return scores
        .tf()
        .math
        .mul(scores.inEveryCell(scores.perOutput(positiveWeights)), scores.labels());
  }

  /** w- (1 - t). */
  private Operand<TFloat32> negatives(Scores scores) {
    return scores
        .tf()
        .math
        .mul(scores.inEveryCell(scores.perOutput(negativeWeights)), scores.negatives());
  }

  @Override
  public boolean masks() {
    return true;
  }
}
