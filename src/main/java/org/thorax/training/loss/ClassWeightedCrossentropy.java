package org.thorax.training.loss;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What {@code class_weight} would mean for several labels: each class's cells have that class's
 * weight. The mean over labelled cells of w l, l being Keras' binary cross-entropy from the logits.
 *
 * @param classWeights one a class
 */
public record ClassWeightedCrossentropy(List<Double> classWeights) implements Loss {
  /** Copies the list. */
  public ClassWeightedCrossentropy {
    classWeights = List.copyOf(classWeights);
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    Operand<TFloat32> cells =
        scores.tf().math.mul(weights(scores), scores.withoutGaps().kerasCrossentropy());
    return scores.divided(scores.sum(cells), scores.labelled(scores.mask()));
  }

  @Override
  public Optional<Known> gradient(Scores scores) {
    Operand<TFloat32> share = scores.tf().math.mul(scores.shareOfLabelled(), weights(scores));
    return Optional.of(scores.withoutGaps().kerasGradient(share));
  }

  /** The weight of each cell, 0 where it is not labelled. */
  private Operand<TFloat32> weights(Scores scores) {
    Operand<TFloat32> weights = scores.inEveryCell(scores.perOutput(classWeights));
    return scores.tf().math.mul(scores.mask(), weights);
  }

  @Override
  public boolean masks() {
    return true;
  }
}
