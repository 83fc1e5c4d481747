package org.thorax.training.loss;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code class_weight} (WBCE): each sample has the weight of its first positive class, that
 * of class 0 when it has none ({@code data_adapter._make_class_weight_map_fn}). With Keras' binary
 * cross-entropy the loss is the sum of w l over the samples, divided by their number; with the own
 * one, which is a number a batch, the mean of w times that number. In evaluation nothing is
 * weighted.
 *
 * @param loss {@link BinaryCrossentropy} or {@link CustomBinaryCrossentropy}
 * @param classWeights one a class
 */
public record SampleWeighted(Loss loss, List<Double> classWeights) implements Loss {
  /** Checks the loss. */
  public SampleWeighted {
    classWeights = List.copyOf(classWeights);
    if (!(loss instanceof BinaryCrossentropy) && !(loss instanceof CustomBinaryCrossentropy)) {
      throw new IllegalArgumentException("class_weight with " + loss);
    }
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Operand<TFloat32> weights = weights(scores);
    if (loss instanceof CustomBinaryCrossentropy) {
      return scores.meanOfSamples(tf.math.mul(loss.of(scores), weights));
    }
    Operand<TFloat32> samples = tf.math.mean(scores.kerasCrossentropy(), tf.constant(1));
    return scores.meanOfSamples(tf.math.mul(samples, weights));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    var tf = scores.tf();
    if (loss instanceof CustomBinaryCrossentropy) {
      return Optional.of(
          CustomBinaryCrossentropy.gradient(scores, tf.sum(ofSample(scores), tf.constant(0))));
    }
    Operand<TFloat32> ofCell =
        scores.inEveryCell(
            tf.expandDims(scores.divided(ofSample(scores), scores.size(1)), tf.constant(1)));
    return Optional.of(scores.kerasGradient(ofCell));
  }

  /** The derivative of the mean by each sample's loss, (batch). */
  private Operand<TFloat32> ofSample(Scores scores) {
    Operand<TFloat32> share = scores.divided(scores.constant(1), scores.size(0));
    return scores.tf().math.mul(share, weights(scores));
  }

  /** The weight of each sample, (batch). */
  private Operand<TFloat32> weights(Scores scores) {
    var tf = scores.tf();
    return tf.gather(
        scores.perOutput(classWeights),
        tf.math.argMax(scores.labels(), tf.constant(1)),
        tf.constant(0));
  }

  @Override
  public Loss inEvaluation() {
    return loss;
  }

  @Override
  public boolean masks() {
    return false;
  }
}
