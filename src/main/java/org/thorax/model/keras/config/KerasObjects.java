package org.thorax.model.keras.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.model.OptimizerKind;

/** The optimizers, losses and metrics that both Keras versions have, and their arguments. */
final class KerasObjects {
  /** Arguments that every optimizer has. */
  private static final Set<String> OF_EVERY_OPTIMIZER =
      Set.of(
          "clipnorm",
          "clipvalue",
          "ema_momentum",
          "ema_overwrite_frequency",
          "global_clipnorm",
          "use_ema");

  /** What an optimizer's configuration may say beside its learning rate. */
  static final Set<String> OPTIMIZER_ARGUMENTS =
      Stream.concat(
              OF_EVERY_OPTIMIZER.stream(), optimizers().flatMap(kind -> kind.arguments().stream()))
          .collect(Collectors.toUnmodifiableSet());

  /** The arguments of a loss or a metric in both versions. */
  static final Set<String> ARGUMENTS =
      Set.of(
          "alpha",
          "apply_class_balancing",
          "axis",
          "class_id",
          "curve",
          "delta",
          "from_logits",
          "gamma",
          "label_smoothing",
          "multi_label",
          "name",
          "num_labels",
          "num_thresholds",
          "summation_method",
          "threshold",
          "thresholds",
          "top_k");

  private static final Set<String> LOSSES =
      Set.of(
          "binarycrossentropy",
          "binaryfocalcrossentropy",
          "categoricalcrossentropy",
          "categoricalfocalcrossentropy",
          "categoricalhinge",
          "cosinesimilarity",
          "hinge",
          "huber",
          "kldivergence",
          "logcosh",
          "mae",
          "meanabsoluteerror",
          "meansquarederror",
          "mse",
          "poisson",
          "sparsecategoricalcrossentropy",
          "squaredhinge");

  private static final Set<String> METRICS =
      Set.of(
          "acc",
          "accuracy",
          "auc",
          "binaryaccuracy",
          "categoricalaccuracy",
          "falsenegatives",
          "falsepositives",
          "precision",
          "recall",
          "sparsecategoricalaccuracy",
          "truenegatives",
          "truepositives");

  private KerasObjects() {}

  /**
   * Keras' class of an optimizer, which files contain as {@code Adam, adam} or {@code Custom>Adam}.
   */
  static Optional<String> optimizer(String given) {
    String name = given.replaceFirst("^Custom>", "");
    return optimizers().map(OptimizerKind::kerasName).filter(name::equalsIgnoreCase).findFirst();
  }

  private static Stream<OptimizerKind> optimizers() {
    return Arrays.stream(OptimizerKind.values()).filter(OptimizerKind::isInKeras);
  }

  static boolean isLoss(String name) {
    return LOSSES.contains(plain(name));
  }

  static boolean isMetric(String name) {
    return METRICS.contains(plain(name)) || isLoss(name);
  }

  /** The names of a class and its function are equal except for capitals and underscores. */
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
