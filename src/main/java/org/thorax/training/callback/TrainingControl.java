package org.thorax.training.callback;

/** What callbacks can do to the training, like Keras' callbacks through their {@code model}. */
public interface TrainingControl {
  /** The learning rate of the last update, or of the next one if it was set since. */
  float learningRate();

  /** Sets the learning rate of the next updates; the benchmark's schedule continues from it. */
  void setLearningRate(float rate);

  /** Stops the training after this batch, or after this epoch's validation. */
  void stopTraining(String reason);

  /** Keeps the current weights as those of that epoch, and drops weights kept before. */
  void keepWeights(int epoch);

  /** Restores the weights kept for that epoch; the optimizer's state does not change. */
  void restoreWeights(int epoch);
}
