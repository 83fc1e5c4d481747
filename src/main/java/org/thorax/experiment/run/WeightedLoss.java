package org.thorax.experiment.run;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.config.Objective;
import org.thorax.training.loss.Loss;

/**
 * A benchmark's loss with the class weights of a training set.
 *
 * @param loss the loss
 * @param weights the scaled class weights in the log; empty if a class has no positives or no
 *     negatives
 */
record WeightedLoss(Loss loss, Optional<ClassWeights> weights) {
  /**
   * The loss for that training set.
   *
   * @throws ThoraxException if the loss needs weights and a class has no positives or no negatives
   */
  static WeightedLoss of(Objective objective, PreparedData.Part train) {
    Optional<ClassWeights> raw =
        objective.weighs() ? Optional.of(train.requireWeights()) : train.weights();
    return new WeightedLoss(objective.loss(raw), raw.map(each -> each.scaled(objective.weights())));
  }
}
