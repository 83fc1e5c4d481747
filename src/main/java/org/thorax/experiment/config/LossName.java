package org.thorax.experiment.config;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** A loss, by the name that the logs give it. */
public enum LossName {
  /** Keras' {@code BinaryCrossentropy}: probabilities clipped to [1e-7, 1 - 1e-7]. */
  BINARY_CROSSENTROPY("binary_crossentropy"),
  /** The own one: epsilon 1e-5 inside the logarithms, no clipping, mean over all cells. */
  CUSTOM_BINARY_CROSSENTROPY("custom_binary_crossentropy"),
  /** CWBCE: a weight for positives and one for negatives of each class, -1 left out. */
  WEIGHTED_BINARY_CROSSENTROPY("weighted_binary_crossentropy"),
  /** Keras' binary cross-entropy with a weight for each class's cells, -1 left out. */
  CLASS_WEIGHTED_CROSSENTROPY("class_weighted_crossentropy"),
  /** The focal loss, Keras' {@code binary_focal_crossentropy}, -1 left out. */
  FOCAL_CROSSENTROPY("binary_focal_crossentropy"),
  /** The AUC margin loss, -1 left out. */
  AUC_MARGIN("auc_margin"),
  /** Three outputs a class: positive, negative, uncertain; -1 left out. */
  THREE_WAY_CROSSENTROPY("three_way_crossentropy");

  private final String logged;

  LossName(String logged) {
    this.logged = logged;
  }

  /** The name in the logs, Keras' function name where Keras has it. */
  public String logged() {
    return logged;
  }

  /**
   * The loss of a logged name.
   *
   * @throws ThoraxException for another
   */
  public static LossName of(String logged) {
    return Arrays.stream(values())
        .filter(each -> each.logged.equals(logged))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "benchmark",
                    "Losses are %s; found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(LossName::logged)
                                .collect(Collectors.joining(", ")),
                            logged)));
  }

  /** The token that means it in a benchmark's name. */
  public String token() {
    return switch (this) {
      case WEIGHTED_BINARY_CROSSENTROPY -> "CWBCE";
      case CLASS_WEIGHTED_CROSSENTROPY -> "PWBCE";
      case FOCAL_CROSSENTROPY -> "FOCAL";
      case AUC_MARGIN -> "AUCM";
      default -> "BCE";
    };
  }

  /** For messages: the token, and the name in files and logs. */
  public String both() {
    return token() + " (" + logged + ")";
  }

  /** Whether cells labelled -1 are left out. */
  public boolean masks() {
    return this != BINARY_CROSSENTROPY && this != CUSTOM_BINARY_CROSSENTROPY;
  }

  /** The names of its arguments with their defaults. The focal loss's alpha 0 is none. */
  public Map<String, Double> arguments() {
    return switch (this) {
      case FOCAL_CROSSENTROPY -> Map.of("gamma", 2.0, "alpha", 0.0);
      case AUC_MARGIN -> Map.of("margin", 1.0);
      default -> Map.of();
    };
  }
}
