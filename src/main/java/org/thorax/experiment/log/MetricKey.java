package org.thorax.experiment.log;

import java.util.Map;

/** The names of a metric over the years. */
public final class MetricKey {
  private static final Map<String, String> OLDER =
      Map.of(
          "AUC", "auc",
          "AUC_ROC", "auc",
          "Precision", "precision",
          "Recall", "recall",
          "F2Score", "f2_score",
          "BinaryAccuracy", "binary_accuracy");

  private static final String VALIDATION = "val_";
  private static final String MISSPELT = "f2_score_score_";

  private MetricKey() {}

  /**
   * The current name of {@code key}: CamelCase, {@code AUC_ROC}, the misspelt {@code
   * f2_score_score_} of re-evaluations, each with or without {@code val_}.
   */
  public static String today(String key) {
    if (key.startsWith(VALIDATION)) {
      return VALIDATION + today(key.substring(VALIDATION.length()));
    }
    if (key.startsWith(MISSPELT)) {
      return "f2_score_" + key.substring(MISSPELT.length());
    }
    return OLDER.getOrDefault(key, key);
  }
}
