package org.thorax.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** An evaluation as text for a terminal and as JSON. */
public final class EvaluationText {
  private EvaluationText() {}

  /** The main results as plain text tables. */
  public static String of(EvaluationReport report) {
    Map<String, Table> tables = EvaluationTables.figures(report);
    return tables.get("summary").aligned(4)
        + "\n"
        + tables
            .get("classes")
            .with("class", "positives", "auc", "delong95_low", "delong95_high", "average_precision")
            .aligned(4)
        + "\n"
        + folds(tables)
        + report.keras().classificationReport();
  }

  private static String folds(Map<String, Table> tables) {
    return tables.containsKey("folds")
        ? tables.get("folds").title()
            + "\n"
            + tables
                .get("folds")
                .with("class", "folds", "pooled_auc", "mean_auc", "std_auc")
                .aligned(4)
            + "\n"
        : "";
  }

  /** Everything but curves and single predictions, as a JSON object. */
  public static String json(EvaluationReport report) {
    Map<String, Object> root = new LinkedHashMap<>();
    Subject subject = report.subject();
    root.put("model", subject.model());
    root.put("architecture", subject.architecture());
    root.put("benchmark", subject.benchmark());
    root.put("data", subject.data());
    root.put("set", subject.set());
    root.put("thresholds_chosen_on", report.thresholds().chosenOn());
    root.put("remarks", subject.remarks());
    EvaluationTables.figures(report).forEach((name, table) -> root.put(name, table.asMaps()));
    root.put("keras_metrics", report.keras().metrics());
    root.put("classification_report", report.keras().classificationReport());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps can always be written", e);
    }
  }
}
