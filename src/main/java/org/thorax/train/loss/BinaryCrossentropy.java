package org.thorax.train.loss;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code BinaryCrossentropy}: mean over classes, then over samples. From the logits where
 * the network ends in a sigmoid, as Keras does, else from probabilities clipped to [1e-7, 1 -
 * 1e-7].
 */
public record BinaryCrossentropy() implements Loss {
  @Override
  public Operand<TFloat32> of(Scores scores) {
    return scores.mean(scores.kerasCrossentropy());
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    return scores.logits().map(x -> new Known(x, scores.stableGradient(x, share(scores))));
  }

  /** The derivative of the mean of means by each cell. */
  private static Operand<TFloat32> share(Scores scores) {
    Operand<TFloat32> ofSample = scores.divided(scores.constant(1), scores.size(0));
    return scores.inEveryCell(scores.divided(ofSample, scores.size(1)));
  }

  @Override
  public boolean masks() {
    return false;
  }
}
