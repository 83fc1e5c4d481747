package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.evaluation.metrics.Calibration;
import org.thorax.evaluation.metrics.PrecisionRecallCurve;
import org.thorax.evaluation.metrics.RocCurve;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Point;
import org.thorax.formats.plot.Ink;

/** The figures of an evaluation, each in the width of a phone. */
final class EvaluationFigures {
  private static final double THICK = 1.8;
  private static final double THIN = 1;
  private static final List<Point> DIAGONAL = List.of(new Point(0, 0), new Point(1, 1));

  private EvaluationFigures() {}

  /** All figures by file name, in the order of the page. */
  public static Map<String, Drawing> of(EvaluationReport report) {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    figures.put("auc", aucs(report));
    report.folds().ifPresent(folds -> figures.put("folds", folds(report, folds)));
    if (!report.aucs().subgroups().isEmpty()) {
      figures.put("subgroups", subgroups(report));
    }
    figures.put("roc", roc(report));
    figures.put("precision-recall", precisionRecall(report));
    figures.put("calibration", calibration(report));
    figures.put("thresholds", thresholds(report));
    return figures;
  }

  private static Drawing aucs(EvaluationReport report) {
    ForestPlot plot = new ForestPlot("AUC with 95 % intervals");
    for (ClassMetrics each : report.classes()) {
      plot.add(each.name(), each.deLong().auc(), each.deLong().interval(), false);
    }
    plot.add("Mean", report.mean().value(), report.mean().interval(), true);
    report
        .aucs()
        .studies()
        .get(0)
        .competition()
        .ifPresent(five -> plot.add("Mean of five", five.value(), five.interval(), true));
    return plot.drawing();
  }

  private static Drawing folds(EvaluationReport report, FoldFigures folds) {
    ForestPlot plot = new ForestPlot("Mean AUC of folds");
    plot.add("Pooled", report.mean().value(), report.mean().interval(), true);
    for (FoldFigures.Each each : folds.folds()) {
      MeanAuc mean = each.aucs().mean();
      plot.add("Fold " + each.aucs().part().value(), mean.value(), mean.interval(), false);
    }
    return plot.drawing();
  }

  private static Drawing subgroups(EvaluationReport report) {
    ForestPlot plot = new ForestPlot("Mean AUC of subgroups");
    plot.add("All", report.mean().value(), report.mean().interval(), true);
    for (EvaluationReport.GroupAucs group : report.aucs().subgroups()) {
      plot.add(
          group.part().kind() + " " + group.part().value(),
          group.mean().value(),
          group.mean().interval(),
          false);
    }
    return plot.drawing();
  }

  private static Drawing roc(EvaluationReport report) {
    Panels panels = new Panels("ROC curves", "false positive rate", "true positive rate");
    for (ClassMetrics each : report.classes()) {
      panels.begin(each.name(), "area = " + Table.rounded(each.deLong().auc(), 3));
      panels.curve(DIAGONAL, Ink.MUTED, THIN, true);
      if (each.curves().roc().isEmpty()) {
        panels.instead("no positives or no negatives");
        continue;
      }
      RocCurve roc = each.curves().roc().get();
      panels.curve(
          roc.points().stream()
              .map(point -> new Point(point.falsePositiveRate(), point.truePositiveRate()))
              .toList(),
          Ink.FIRST,
          THICK,
          false);
      balanced(report, each.name())
          .ifPresent(
              choice ->
                  panels.dot(
                      1 - choice.applied().specificity(),
                      choice.applied().sensitivity(),
                      Ink.SECOND,
                      hint(report, choice)));
    }
    return panels.drawing();
  }

  private static Optional<ThresholdChoice> balanced(EvaluationReport report, String name) {
    return report.thresholds().choices().stream()
        .filter(choice -> choice.className().equals(name) && choice.rule().equals("balanced"))
        .findFirst();
  }

  private static String hint(EvaluationReport report, ThresholdChoice choice) {
    return String.format(
        Locale.ROOT,
        "threshold %.4f, chosen on the %s set: sensitivity %.3f, specificity %.3f",
        choice.threshold(),
        report.thresholds().chosenOn(),
        choice.applied().sensitivity(),
        choice.applied().specificity());
  }

  private static Drawing precisionRecall(EvaluationReport report) {
    Panels panels = new Panels("Precision-recall curves", "recall", "precision");
    for (ClassMetrics each : report.classes()) {
      double share = (double) each.ranked().positives() / each.ranked().size();
      panels.begin(
          each.name(), "average precision = " + Table.rounded(each.ranked().averagePrecision(), 3));
      if (each.curves().precisionRecall().isEmpty()) {
        panels.instead("no positives");
        continue;
      }
      panels.curve(List.of(new Point(0, share), new Point(1, share)), Ink.MUTED, THIN, true);
      panels.curve(steps(each.curves().precisionRecall().get()), Ink.FIRST, THICK, false);
    }
    return panels.drawing();
  }

  /** Average precision is the area under these steps. */
  private static List<Point> steps(PrecisionRecallCurve curve) {
    List<Point> steps = new ArrayList<>();
    double precision = Double.NaN;
    for (PrecisionRecallCurve.Point point : curve.points()) {
      if (!Double.isNaN(precision)) {
        steps.add(new Point(point.recall(), precision));
      }
      if (!Double.isInfinite(point.threshold())) {
        steps.add(new Point(point.recall(), point.precision()));
        precision = point.precision();
      }
    }
    return steps;
  }

  private static Drawing calibration(EvaluationReport report) {
    Panels panels = new Panels("Calibration", "mean score", "share of positives");
    for (ClassMetrics each : report.classes()) {
      panels.begin(
          each.name(),
          "error "
              + Table.rounded(each.calibration().expectedError(), 3)
              + ", Brier "
              + Table.rounded(each.ranked().brierScore(), 3));
      panels.curve(DIAGONAL, Ink.MUTED, THIN, true);
      List<Calibration.Bin> bins =
          each.calibration().bins().stream().filter(bin -> bin.count() > 0).toList();
      panels.curve(
          bins.stream().map(bin -> new Point(bin.meanScore(), bin.positiveShare())).toList(),
          Ink.FIRST,
          THICK,
          false);
      for (Calibration.Bin bin : bins) {
        panels.dot(
            bin.meanScore(),
            bin.positiveShare(),
            Ink.FIRST,
            String.format(
                Locale.ROOT,
                "%,d images: mean score %.3f, positive %.3f",
                bin.count(),
                bin.meanScore(),
                bin.positiveShare()));
      }
    }
    return panels.drawing();
  }

  private static Drawing thresholds(EvaluationReport report) {
    Panels panels = new Panels("Sensitivity and specificity by threshold", "threshold", "share");
    for (ClassMetrics each : report.classes()) {
      Optional<ThresholdChoice> choice = balanced(report, each.name());
      panels.begin(
          each.name(),
          "balanced at "
              + Table.rounded(choice.map(ThresholdChoice::threshold).orElse(Double.NaN), 3));
      if (each.curves().roc().isEmpty()) {
        panels.instead("no positives or no negatives");
        continue;
      }
      List<RocCurve.Point> points = each.curves().roc().get().points();
      panels.curve(
          points.stream()
              .map(point -> new Point(point.threshold(), point.truePositiveRate()))
              .toList(),
          Ink.FIRST,
          THICK,
          false);
      panels.curve(
          points.stream()
              .map(point -> new Point(point.threshold(), 1 - point.falsePositiveRate()))
              .toList(),
          Ink.SECOND,
          THICK,
          false);
      choice
          .filter(its -> !Double.isInfinite(its.threshold()))
          .ifPresent(
              its ->
                  panels.curve(
                      List.of(new Point(its.threshold(), 0), new Point(its.threshold(), 1)),
                      Ink.MUTED,
                      THIN,
                      true));
    }
    return panels.drawing();
  }
}
