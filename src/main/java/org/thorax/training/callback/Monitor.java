package org.thorax.training.callback;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * A figure of the history that a callback watches, and whether less or more of it is better.
 *
 * @param name as in the history, e.g. {@code val_loss}
 * @param mode Keras' {@code mode}
 */
public record Monitor(String name, Mode mode) {
  /** Keras' {@code mode}. */
  public enum Mode {
    /** Less is better. */
    MIN,
    /** More is better. */
    MAX,
    /** By the figure's name. */
    AUTO
  }

  /** The validation loss, as the original watched. */
  public static final Monitor VAL_LOSS = new Monitor("val_loss", Mode.AUTO);

  /**
   * Whether more is better. Keras' three callbacks guess differently from a name; here accuracies,
   * AUCs, precision, recall and F-scores are better when they are higher.
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
   * The figure among an epoch's.
   *
   * @throws ThoraxException naming what there is when it is not among them
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
