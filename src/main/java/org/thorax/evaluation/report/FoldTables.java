package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.evaluation.metrics.DeLong;

/** The numbers of a cross-validation as tables. */
final class FoldTables {
  private static final String MEAN = "mean";

  private FoldTables() {}

  /** Adds them by file name. */
  static void add(EvaluationReport report, FoldFigures folds, Map<String, Table> tables) {
    tables.put("folds", summary(report, folds));
    tables.put("fold_classes", classes(report, folds));
  }

  /** Pooled over all folds, and mean and standard deviation of the folds. */
  private static Table summary(EvaluationReport report, FoldFigures folds) {
    List<List<Object>> rows = new ArrayList<>();
    FoldFigures.Spread mean = folds.meanAuc();
    rows.add(
        List.of(
            MEAN,
            mean.folds(),
            report.mean().value(),
            mean.mean(),
            mean.deviation(),
            Double.NaN,
            Double.NaN,
            Double.NaN));
    for (int c = 0; c < report.classes().size(); c++) {
      ClassMetrics pooled = report.classes().get(c);
      FoldFigures.Spread auc = folds.auc(c);
      FoldFigures.Spread precision = folds.averagePrecision(c);
      rows.add(
          List.of(
              pooled.name(),
              auc.folds(),
              pooled.deLong().auc(),
              auc.mean(),
              auc.deviation(),
              pooled.ranked().averagePrecision(),
              precision.mean(),
              precision.deviation()));
    }
    return new Table(
        "All folds pooled, and mean and standard deviation of the folds",
        List.of(
            "class",
            "folds",
            "pooled_auc",
            "mean_auc",
            "std_auc",
            "pooled_average_precision",
            "mean_average_precision",
            "std_average_precision"),
        rows);
  }

  private static Table classes(EvaluationReport report, FoldFigures folds) {
    List<List<Object>> rows = new ArrayList<>();
    for (FoldFigures.Each fold : folds.folds()) {
      EvaluationReport.GroupAucs aucs = fold.aucs();
      List<Object> who =
          List.of(
              Integer.parseInt(aucs.part().value()), aucs.part().units(), aucs.part().patients());
      MeanAuc mean = aucs.mean();
      rows.add(
          row(
              who,
              MEAN,
              Double.NaN,
              mean.value(),
              mean.interval().low(),
              mean.interval().high(),
              Double.NaN));
      for (int c = 0; c < report.classes().size(); c++) {
        DeLong auc = aucs.perClass().get(c);
        rows.add(
            row(
                who,
                report.classes().get(c).name(),
                aucs.positives().get(c),
                auc.auc(),
                auc.interval().low(),
                auc.interval().high(),
                fold.averagePrecision().get(c)));
      }
    }
    return new Table(
        "Each fold",
        List.of(
            "fold",
            "images",
            "patients",
            "class",
            "positives",
            "auc",
            "ci95_low",
            "ci95_high",
            "average_precision"),
        rows);
  }

  private static List<Object> row(List<Object> who, Object... figures) {
    List<Object> row = new ArrayList<>(who);
    row.addAll(List.of(figures));
    return row;
  }
}
