package org.thorax.evaluation.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Png;
import org.thorax.formats.plot.Svg;

/**
 * An evaluation's folder: an HTML page, the figures as SVG and PNG, the numbers as CSV and JSON.
 */
public final class EvaluationFiles {
  private EvaluationFiles() {}

  /** Writes all files, the page last. */
  public static void write(EvaluationReport report, Path folder) {
    AtomicFile.write(
        folder.resolve("predictions.csv"),
        out ->
            EvaluationDetails.writePredictions(
                report.evaluated(),
                report.folds().map(FoldFigures::foldOf).orElse(List.of()),
                out));
    AtomicFile.write(folder.resolve("roc.csv"), out -> EvaluationDetails.writeRoc(report, out));
    AtomicFile.write(
        folder.resolve("precision_recall.csv"),
        out -> EvaluationDetails.writePrecisionRecall(report, out));
    EvaluationTables.figures(report).forEach((name, table) -> csv(folder, name, table));
    for (Map.Entry<String, Drawing> figure : EvaluationFigures.of(report).entrySet()) {
      AtomicFile.write(folder.resolve(figure.getKey() + ".svg"), Svg.file(figure.getValue()));
      AtomicFile.write(
          folder.resolve(figure.getKey() + ".png"), out -> Png.write(figure.getValue(), out));
    }
    AtomicFile.write(
        folder.resolve("classification_report.txt"), report.keras().classificationReport());
    AtomicFile.write(folder.resolve("evaluation.json"), EvaluationText.json(report) + "\n");
    AtomicFile.write(folder.resolve("index.html"), EvaluationPage.of(report));
  }

  private static void csv(Path folder, String name, Table table) {
    AtomicFile.write(folder.resolve(name + ".csv"), table::writeCsv);
  }
}
