package org.thorax.training.loss;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A loss: one number for a batch. A new one needs {@link #of} and {@link #masks} only; TensorFlow
 * derives its gradient where {@link #gradient} does not say it.
 */
public interface Loss {
  /**
   * Adds the loss to the graph.
   *
   * @return a scalar
   */
  Operand<TFloat32> of(Scores scores);

  /**
   * A gradient that is known.
   *
   * @param by logits or probabilities, (batch, outputs)
   * @param gradient the loss's derivative by each of them
   */
  record Known(Operand<TFloat32> by, Operand<TFloat32> gradient) {}

  /**
   * The gradient by the logits or the probabilities, with the operations and in the order that
   * Keras' graph has after TensorFlow has optimised it. TensorFlow's own gradients in C++ are not
   * those in Python to the last bit, and a difference in the last bit here becomes one of a percent
   * in the gradients of a deep network's first layers.
   *
   * @return none when automatic differentiation has to do
   */
  default Optional<Known> gradient(Scores scores) {
    return Optional.empty();
  }

  /** Names of variables that the loss itself has, one value an output, 0 at the start. */
  default List<String> variables() {
    return List.of();
  }

  /**
   * What an update makes of these variables.
   *
   * @return one for each of {@link #variables}, (outputs)
   */
  default List<Operand<TFloat32>> updated(Scores scores, Operand<TFloat32> learningRate) {
    return List.of();
  }

  /** Outputs that the network has for each label. */
  default int outputsPerClass() {
    return 1;
  }

  /**
   * The score of each label.
   *
   * @param outputs the network's, (batch, labels x outputsPerClass)
   * @return (batch, labels)
   */
  default Operand<TFloat32> scored(Ops tf, Operand<TFloat32> outputs) {
    return outputs;
  }

  /** The loss of a validation or test set; Keras takes no class weights there. */
  default Loss inEvaluation() {
    return this;
  }

  /** Whether cells labelled -1 are left out. */
  boolean masks();
}
