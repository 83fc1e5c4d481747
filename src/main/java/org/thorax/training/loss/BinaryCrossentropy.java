package org.thorax.training.loss;

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
    return Optional.of(scores.kerasGradient(scores.shareOfMeans()));
  }

  @Override
  public boolean masks() {
    return false;
  }
}
