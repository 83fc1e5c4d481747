package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.formats.plot.Page;

/** An evaluation as one self-contained HTML file. */
final class EvaluationPage {
  private static final Map<String, String> NOTES =
      Map.of(
          "auc",
          "Classes: DeLong's intervals, images taken as independent. Means: drawn from patients.",
          "folds",
          "Each fold's mean AUC comes from its own model; pooled, all scores are ranked together.",
          "subgroups",
          "Mean over the classes that have positives and negatives in the subgroup; drawn from"
              + " patients.",
          "roc",
          "The square is the balanced threshold.",
          "precision-recall",
          "Dashed: the share of positives, which chance would reach.",
          "calibration",
          "Ten bins of equal width; on the diagonal scores are probabilities.",
          "thresholds",
          "Blue: sensitivity; orange: specificity; dashed: the balanced threshold.");

  private EvaluationPage() {}

  /** The whole file. */
  public static String of(EvaluationReport report) {
    Subject subject = report.subject();
    Map<String, Table> tables = EvaluationTables.figures(report);
    Page page =
        new Page(
            subject.architecture() + " on the " + subject.set() + " set",
            String.format(
                Locale.ROOT,
                "%s; model %s; data %s; %,d images of %,d patients.",
                subject.benchmark(),
                subject.model(),
                subject.data(),
                report.evaluated().size(),
                report.aucs().studies().get(0).part().patients()));
    subject.remarks().forEach(page::paragraph);
    page.tiles(tiles(report));
    page.figures(
        EvaluationFigures.of(report).entrySet().stream()
            .map(each -> new Page.Figure(each.getValue(), NOTES.getOrDefault(each.getKey(), "")))
            .toList());
    shortTables(page, report, tables);
    page.preformatted("Classification report at 0.5", report.keras().classificationReport());
    for (String name :
        List.of("thresholds", "studies", "subgroups", "fold_classes", "keras_metrics")) {
      Table table = tables.get(name);
      if (table != null && !table.rows().isEmpty()) {
        page.foldedTable("Numbers: " + table.title(), table.heads(), table.rounded(4));
      }
    }
    return page.html();
  }

  /** The most important tables, with their most important columns. */
  private static void shortTables(Page page, EvaluationReport report, Map<String, Table> tables) {
    table(page, tables.get("summary"), "");
    if (report.folds().isPresent()) {
      table(
          page,
          tables.get("folds"),
          "Pooled: scores of all folds ranked together. Mean and standard deviation: of the folds"
              + " in which the class has positives and negatives.");
    }
    table(
        page,
        tables.get("classes"),
        "delong95: images taken as independent; patients95: drawn from patients.");
    table(
        page,
        tables
            .get("thresholds")
            .where("rule", "balanced")
            .with("class", "threshold", "sensitivity", "specificity", "precision", "f2_score"),
        "Balanced: sensitivity nearest to specificity where chosen.");
    if (!report.aucs().subgroups().isEmpty()) {
      table(
          page,
          tables
              .get("subgroups")
              .where("class", "mean")
              .with("kind", "value", "number", "patients", "auc", "ci95_low", "ci95_high"),
          "Mean AUC.");
    }
  }

  private static List<Page.Tile> tiles(EvaluationReport report) {
    List<Page.Tile> tiles = new ArrayList<>();
    tiles.add(tile(report.mean(), "mean AUC of " + report.mean().classes() + " classes"));
    report.folds().ifPresent(folds -> tiles.add(tile(folds)));
    EvaluationReport.GroupAucs byImage = report.aucs().studies().get(0);
    byImage.competition().ifPresent(five -> tiles.add(tile(five, "mean AUC of CheXpert's five")));
    report.aucs().studies().stream()
        .skip(1)
        .forEach(group -> tiles.add(tile(group.mean(), "by study, " + group.part().value())));
    return tiles;
  }

  private static Page.Tile tile(FoldFigures folds) {
    FoldFigures.Spread spread = folds.meanAuc();
    return new Page.Tile(
        Table.rounded(spread.mean(), 3),
        "mean of %d folds, standard deviation %s"
            .formatted(spread.folds(), Table.rounded(spread.deviation(), 3)));
  }

  private static Page.Tile tile(MeanAuc mean, String meaning) {
    Interval interval = mean.interval();
    String range =
        interval.defined()
            ? String.format(Locale.ROOT, ", %.3f to %.3f", interval.low(), interval.high())
            : "";
    return new Page.Tile(Table.rounded(mean.value(), 3), meaning + range);
  }

  private static void table(Page page, Table table, String note) {
    page.table(table.title(), note, table.heads(), table.rounded(3));
  }
}
