package org.thorax.train.loss;

import java.util.List;
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
    var tf = scores.tf();
    Operand<TFloat32> mask = scores.mask();
    Operand<TFloat32> weights = tf.math.mul(scores.perOutput(classWeights), mask);
    Operand<TFloat32> cells = tf.math.mul(weights, scores.maskedCrossentropy());
    return tf.math.div(scores.sum(cells), scores.labelled(mask));
  }

  @Override
  public boolean masks() {
    return true;
  }
}
