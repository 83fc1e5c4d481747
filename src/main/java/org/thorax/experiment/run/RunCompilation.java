package org.thorax.experiment.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.LossName;
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
    return of(benchmark.optimization(), Optional.of(loss(benchmark.objective())), step);
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

  /** The loss, or the closest Keras loss. */
  private static KerasObject loss(Objective objective) {
    if (objective.loss() != LossName.FOCAL_CROSSENTROPY) {
      return KerasObject.named(nearest(objective.loss()));
    }
    double alpha = objective.arguments().get("alpha");
    Map<String, Object> arguments = new TreeMap<>();
    arguments.put("gamma", objective.arguments().get("gamma"));
    if (alpha != 0) {
      arguments.put("apply_class_balancing", true);
      arguments.put("alpha", alpha);
    }
    return new KerasObject("BinaryFocalCrossentropy", arguments);
  }

  private static String nearest(LossName loss) {
    return loss == LossName.THREE_WAY_CROSSENTROPY
        ? "categorical_crossentropy"
        : LossName.BINARY_CROSSENTROPY.logged();
  }

  /** Note for the user if Keras does not have the loss. */
  static Optional<String> remark(Benchmark benchmark) {
    Objective objective = benchmark.objective();
    String difference =
        switch (objective.loss()) {
          case BINARY_CROSSENTROPY, FOCAL_CROSSENTROPY ->
              objective.classWeight() ? "class_weight is an argument of fit" : "";
          case CUSTOM_BINARY_CROSSENTROPY -> "its 1e-5 inside the logarithms is 1e-7 there";
          case WEIGHTED_BINARY_CROSSENTROPY, CLASS_WEIGHTED_CROSSENTROPY ->
              "its weights are 1 there, and -1 is no label";
          case AUC_MARGIN -> "compile it again before training on in Keras";
          case THREE_WAY_CROSSENTROPY -> "there one class of all outputs would be the true one";
        };
    if (difference.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "The Keras file names %s as its loss, as Keras has no %s (%s)."
            .formatted(
                nearest(objective.loss()),
                objective.classWeight() ? "loss with class weights" : objective.loss().logged(),
                difference));
  }
}
