package org.thorax.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.network.Compilation;
import org.thorax.network.KerasObject;
import org.thorax.train.TrainingStep;

/**
 * What a run's files say in Keras' words about how the model was compiled: of the run's metrics
 * those that Keras has itself, and its loss or the nearest that Keras has.
 */
final class CompiledAs {
  private static final List<KerasObject> METRICS =
      List.of(
          new KerasObject("AUC", Map.of("name", "auc", "multi_label", true)),
          new KerasObject("Precision", Map.of("name", "precision")),
          new KerasObject("Recall", Map.of("name", "recall")),
          KerasObject.named("binary_accuracy"));

  private CompiledAs() {}

  static Compilation of(Benchmark benchmark, TrainingStep step) {
    return new Compilation(
        step.optimizerState(benchmark.optimization().learningRate().rate()),
        Optional.of(KerasObject.named(LossName.BINARY_CROSSENTROPY.logged())),
        METRICS);
  }

  /** What to tell a user whose loss Keras does not have. */
  static Optional<String> remark(Benchmark benchmark) {
    return switch (benchmark.objective().loss()) {
      case BINARY_CROSSENTROPY -> Optional.empty();
      case CUSTOM_BINARY_CROSSENTROPY ->
          Optional.of(
              "The Keras file names binary_crossentropy as its loss, as Keras has no %s (its 1e-5 inside the logarithms is 1e-7 there)."
                  .formatted(benchmark.objective().loss().logged()));
    };
  }
}
