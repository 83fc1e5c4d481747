package org.thorax.training.callback;

/** What callbacks may do to the training, as Keras' do through their {@code model}. */
public interface TrainingControl {
  /** The rate of the last update, or of the next one when it was set since. */
  float learningRate();

  /** Sets the rate of the updates to come; what the benchmark says multiplies it from there. */
  void setLearningRate(float rate);

  /** Ends the training after this batch, or after this epoch's validation. */
  void stopTraining(String reason);

  /** Keeps the present weights as those of that epoch, instead of any kept before. */
  void keepWeights(int epoch);

  /** Goes back to the weights kept for that epoch; the optimizer's arrays stay as they are. */
  void restoreWeights(int epoch);
}
