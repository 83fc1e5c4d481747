package org.thorax.experiment.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.Objective;
import org.thorax.model.Compilation;
import org.thorax.model.KerasObject;
import org.thorax.training.TrainingStep;
import org.thorax.training.optimizer.Optimization;

/**
 * The compilation of a run's model in Keras' terms: the metrics that Keras has, and the loss, or
 * the Keras loss that is closest to it.
 */
final class RunCompilation {
  private static final List<KerasObject> METRICS =
      List.of(
          new KerasObject("AUC", Map.of("name", "auc", "multi_label", true)),
          new KerasObject("Precision", Map.of("name", "precision")),
          new KerasObject("Recall", Map.of("name", "recall")),
          KerasObject.named("binary_accuracy"));

  private RunCompilation() {}

  static Compilation of(Benchmark benchmark, TrainingStep step) {
    return of(benchmark.optimization(), Optional.of(benchmark.objective().inKeras()), step);
  }

  /** Metrics together with a loss that Keras does not have. */
  static Compilation withOwnLoss(Optimization optimization, TrainingStep step) {
    return of(optimization, Optional.empty(), step);
  }

  private static Compilation of(
      Optimization optimization, Optional<KerasObject> loss, TrainingStep step) {
    return new Compilation(
        step.optimizerState(step.rate().orElse(optimization.learningRate().rate())), loss, METRICS);
  }

  /** What to tell a user whose loss Keras does not have. */
  static Optional<String> remark(Benchmark benchmark) {
    Objective objective = benchmark.objective();
    String ofLoss = objective.loss().differenceInKeras();
    String difference =
        ofLoss.isEmpty() && objective.classWeight() ? "class_weight is an argument of fit" : ofLoss;
    if (difference.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "The Keras file names %s as its loss, as Keras has no %s (%s)."
            .formatted(
                objective.inKeras().name(),
                objective.classWeight() ? "loss with class weights" : objective.loss().logged(),
                difference));
  }
}
