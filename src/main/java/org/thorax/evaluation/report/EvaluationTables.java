package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.evaluation.metrics.Calibration;
import org.thorax.evaluation.metrics.Confusion;
import org.thorax.evaluation.metrics.DeLong;
import org.thorax.evaluation.metrics.Interval;

/** The numbers of an evaluation as tables, by file name. */
final class EvaluationTables {
  private static final String MEAN = "mean";

  private EvaluationTables() {}

  /** All small tables. */
  public static Map<String, Table> figures(EvaluationReport report) {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("summary", summary(report));
    tables.put("classes", classes(report));
    tables.put("studies", groups("AUC by image and by study", report, report.aucs().studies()));
    tables.put("thresholds", thresholds(report));
    tables.put("subgroups", groups("AUC of subgroups", report, report.aucs().subgroups()));
    report.folds().ifPresent(folds -> FoldTables.add(report, folds, tables));
    tables.put("calibration", calibration(report));
    tables.put("keras_metrics", keras(report));
    return tables;
  }

  private static Table summary(EvaluationReport report) {
    List<List<Object>> rows = new ArrayList<>();
    for (EvaluationReport.GroupAucs group : report.aucs().studies()) {
      String by = group.part().kind().equals("image") ? "" : ", by study, " + group.part().value();
      rows.add(summaryRow("mean AUC" + by, group.mean()));
      group
          .competition()
          .ifPresent(five -> rows.add(summaryRow("mean AUC of CheXpert's five" + by, five)));
    }
    List<Double> precisions =
        report.classes().stream()
            .map(each -> each.ranked().averagePrecision())
            .filter(value -> !value.isNaN())
            .toList();
    rows.add(
        List.of(
            "mean average precision",
            precisions.size(),
            precisions.stream().mapToDouble(value -> value).average().orElse(Double.NaN),
            Double.NaN,
            Double.NaN));
    int all = report.classes().size();
    rows.add(
        kerasRow("Keras' auc, undefined classes as 0", all, report.keras().metrics().get("auc")));
    rows.add(kerasRow("Keras' auc over all cells", all, report.keras().microAuc()));
    for (String name : List.of("precision", "recall", "f2_score", "binary_accuracy")) {
      rows.add(kerasRow("Keras' " + name, all, report.keras().metrics().get(name)));
    }
    return new Table(
        "Summary", List.of("figure", "classes", "value", "ci95_low", "ci95_high"), rows);
  }

  private static List<Object> summaryRow(String name, MeanAuc mean) {
    return List.of(
        name, mean.classes(), mean.value(), mean.interval().low(), mean.interval().high());
  }

  private static List<Object> kerasRow(String name, int classes, double value) {
    return List.of(name, classes, value, Double.NaN, Double.NaN);
  }

  private static Table classes(EvaluationReport report) {
    List<List<Object>> rows = new ArrayList<>();
    for (ClassMetrics each : report.classes()) {
      Interval deLong = each.deLong().interval();
      rows.add(
          List.of(
              each.name(),
              each.ranked().size(),
              each.ranked().positives(),
              each.deLong().auc(),
              deLong.low(),
              deLong.high(),
              each.drawn().low(),
              each.drawn().high(),
              each.ranked().averagePrecision(),
              each.ranked().brierScore(),
              each.calibration().expectedError()));
    }
    return new Table(
        "Classes",
        List.of(
            "class",
            "labelled",
            "positives",
            "auc",
            "delong95_low",
            "delong95_high",
            "patients95_low",
            "patients95_high",
            "average_precision",
            "brier_score",
            "calibration_error"),
        rows);
  }

  private static Table groups(
      String title, EvaluationReport report, List<EvaluationReport.GroupAucs> groups) {
    List<List<Object>> rows = new ArrayList<>();
    for (EvaluationReport.GroupAucs group : groups) {
      EvaluationReport.Part part = group.part();
      List<Object> who = List.of(part.kind(), part.value(), part.units(), part.patients());
      MeanAuc mean = group.mean();
      rows.add(row(who, MEAN, Double.NaN, mean.value(), mean.interval()));
      group
          .competition()
          .ifPresent(
              five ->
                  rows.add(
                      row(
                          who,
                          "mean of CheXpert's five",
                          Double.NaN,
                          five.value(),
                          five.interval())));
      for (int c = 0; c < group.perClass().size(); c++) {
        DeLong auc = group.perClass().get(c);
        rows.add(
            row(
                who,
                report.classes().get(c).name(),
                group.positives().get(c),
                auc.auc(),
                auc.interval()));
      }
    }
    return new Table(
        title,
        List.of(
            "kind",
            "value",
            "number",
            "patients",
            "class",
            "positives",
            "auc",
            "ci95_low",
            "ci95_high"),
        rows);
  }

  private static List<Object> row(
      List<Object> who, String name, Object positives, double auc, Interval interval) {
    List<Object> row = new ArrayList<>(who);
    row.addAll(List.of(name, positives, auc, interval.low(), interval.high()));
    return row;
  }

  private static Table thresholds(EvaluationReport report) {
    List<List<Object>> rows = new ArrayList<>();
    for (ThresholdChoice choice : report.thresholds().choices()) {
      Confusion applied = choice.applied();
      rows.add(
          List.of(
              choice.className(),
              choice.rule(),
              choice.threshold(),
              choice.chosen().sensitivity(),
              choice.chosen().specificity(),
              applied.sensitivity(),
              applied.specificity(),
              applied.precision(),
              applied.negativePredictiveValue(),
              applied.f2Score(),
              applied.accuracy(),
              applied.truePositives(),
              applied.falsePositives(),
              applied.falseNegatives(),
              applied.trueNegatives()));
    }
    return new Table(
        "Thresholds chosen on the "
            + report.thresholds().chosenOn()
            + " set, applied to the "
            + report.subject().set()
            + " set",
        List.of(
            "class",
            "rule",
            "threshold",
            "sensitivity_where_chosen",
            "specificity_where_chosen",
            "sensitivity",
            "specificity",
            "precision",
            "negative_predictive_value",
            "f2_score",
            "accuracy",
            "true_positives",
            "false_positives",
            "false_negatives",
            "true_negatives"),
        rows);
  }

  private static Table calibration(EvaluationReport report) {
    List<List<Object>> rows = new ArrayList<>();
    for (ClassMetrics each : report.classes()) {
      for (int bin = 0; bin < Calibration.BINS; bin++) {
        Calibration.Bin values = each.calibration().bins().get(bin);
        rows.add(
            List.of(
                each.name(),
                (double) bin / Calibration.BINS,
                (bin + 1.0) / Calibration.BINS,
                values.count(),
                values.meanScore(),
                values.positiveShare()));
      }
    }
    return new Table(
        "Calibration",
        List.of("class", "above", "up_to", "count", "mean_score", "positive_share"),
        rows);
  }

  private static Table keras(EvaluationReport report) {
    List<List<Object>> rows = new ArrayList<>();
    report.keras().metrics().forEach((name, value) -> rows.add(List.of(name, value)));
    return new Table("Keras' metrics, as the logs have them", List.of("metric", "value"), rows);
  }
}
