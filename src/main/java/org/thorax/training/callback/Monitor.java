package org.thorax.training.callback;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The metric of the history that a callback monitors, and whether to minimise or maximise it.
 *
 * @param name as in the history, e.g. {@code val_loss}
 * @param mode Keras' {@code mode}
 */
public record Monitor(String name, Mode mode) {
  /** Keras' {@code mode}. */
  public enum Mode {
    /** Lower is better. */
    MIN,
    /** Higher is better. */
    MAX,
    /** Determined by the metric's name. */
    AUTO
  }

  /** The validation loss, as in the original project. */
  public static final Monitor VAL_LOSS = new Monitor("val_loss", Mode.AUTO);

  /**
   * Whether higher is better. Keras' three callbacks derive this from a name in different ways;
   * here accuracies, AUCs, precision, recall and F-scores are better when they are higher.
   */
  public boolean moreIsBetter() {
    return switch (mode) {
      case MIN -> false;
      case MAX -> true;
      case AUTO -> {
        String figure = name.toLowerCase(Locale.ROOT).replaceFirst("^val_", "");
        yield figure.matches("(binary_)?(acc|accuracy|auc|precision|recall|f2_score).*");
      }
    };
  }

  /**
   * The value of the metric in an epoch.
   *
   * @throws ThoraxException listing the metrics if it is not among them
   */
  double of(Map<String, Double> logs) {
    return Optional.ofNullable(logs.get(name))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "callbacks",
                    "Expected one of the history's figures to watch, found '%s'; there are %s."
                        .formatted(name, String.join(", ", logs.keySet()))));
  }
}
