package org.thorax.model.keras.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The optimizers, losses and metrics that both Keras versions have, and their arguments. */
final class KerasObjects {
  /** The arguments of an optimizer besides its learning rate. */
  static final Set<String> OPTIMIZER_ARGUMENTS =
      Set.of(
          "amsgrad",
          "beta_1",
          "beta_2",
          "centered",
          "clipnorm",
          "clipvalue",
          "ema_momentum",
          "ema_overwrite_frequency",
          "epsilon",
          "global_clipnorm",
          "momentum",
          "nesterov",
          "rho",
          "use_ema",
          "weight_decay");

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

  private static final List<String> OPTIMIZERS = List.of("Adam", "AdamW", "SGD", "RMSprop");

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
    return OPTIMIZERS.stream().filter(name::equalsIgnoreCase).findFirst();
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
