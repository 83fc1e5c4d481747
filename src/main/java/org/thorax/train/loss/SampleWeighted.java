package org.thorax.train.loss;

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
      return tf.math.mean(tf.math.mul(loss.of(scores), weights), tf.constant(0));
    }
    Operand<TFloat32> samples = tf.math.mean(scores.kerasCrossentropy(), tf.constant(1));
    return tf.math.div(tf.sum(tf.math.mul(samples, weights), tf.constant(0)), scores.size(0));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    var tf = scores.tf();
    if (loss instanceof CustomBinaryCrossentropy) {
      Operand<TFloat32> mean = tf.math.mean(weights(scores), tf.constant(0));
      return Optional.of(CustomBinaryCrossentropy.gradient(scores, mean));
    }
    Operand<TFloat32> ofSample =
        tf.math.mul(tf.math.div(tf.constant(1f), scores.size(0)), weights(scores));
    Operand<TFloat32> ofCell = tf.expandDims(tf.math.div(ofSample, scores.size(1)), tf.constant(1));
    return scores.logits().map(x -> new Known(x, scores.stableGradient(x, ofCell)));
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
