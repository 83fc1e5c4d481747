package org.thorax.experiment.run;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.config.Objective;
import org.thorax.training.loss.Loss;

/**
 * A benchmark's loss with the weights of a training set.
 *
 * @param loss the loss
 * @param weights the class weights that the log records, scaled; empty when a class lacks positives
 *     or negatives
 */
record WeightedLoss(Loss loss, Optional<ClassWeights> weights) {
  /**
   * The loss for that training set.
   *
   * @throws ThoraxException when the loss needs weights and a class lacks positives or negatives
   */
  static WeightedLoss of(Objective objective, PreparedData.Part train) {
    Optional<ClassWeights> raw =
        objective.weighs() ? Optional.of(train.requireWeights()) : train.weights();
    return new WeightedLoss(objective.loss(raw), raw.map(each -> each.scaled(objective.weights())));
  }
}
