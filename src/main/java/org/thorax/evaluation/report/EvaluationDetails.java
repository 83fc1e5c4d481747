package org.thorax.evaluation.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.thorax.evaluation.metrics.PrecisionRecallCurve;
import org.thorax.evaluation.metrics.RocCurve;

/**
 * CSV with one row for each image or each point of a curve, written row by row because there are
 * many.
 */
public final class EvaluationDetails {
  static final String LABEL = "label ";
  static final String SCORE = "score ";

  private EvaluationDetails() {}

  /**
   * {@code image,patient,study}, for several data sets {@code set}, then labels and scores under
   * the classes' names.
   */
  public static void writePredictions(ScoredSamples scored, OutputStream out) throws IOException {
    writePredictions(scored, List.of(), out);
  }

  /** The same with a column {@code fold} behind {@code study}, if there are folds. */
  static void writePredictions(ScoredSamples scored, List<Integer> foldOf, OutputStream out)
      throws IOException {
    CsvWriter csv = csv(out);
    List<String> head = new ArrayList<>(List.of("image", "patient", "study"));
    boolean several = scored.severalSets();
    if (several) {
      head.add("set");
    }
    if (!foldOf.isEmpty()) {
      head.add("fold");
    }
    scored.classes().forEach(name -> head.add(LABEL + name));
    scored.classes().forEach(name -> head.add(SCORE + name));
    csv.writeRecord(head);
    int width = scored.classes().size();
    for (int sample = 0; sample < scored.size(); sample++) {
      List<String> row = new ArrayList<>(head.size());
      row.add(scored.samples().imageName(sample));
      row.add(scored.samples().patient(sample));
      row.add(scored.study(sample));
      if (several) {
        row.add(scored.samples().set(sample));
      }
      if (!foldOf.isEmpty()) {
        row.add(foldOf.get(sample).toString());
      }
      for (int c = 0; c < width; c++) {
        row.add(Integer.toString((int) scored.labels()[sample * width + c]));
      }
      for (int c = 0; c < width; c++) {
        row.add(Float.toString(scored.scores()[sample * width + c]));
      }
      csv.writeRecord(row);
    }
    csv.flush();
  }

  /** The points of scikit-learn's {@code roc_curve}; the first threshold is infinity. */
  static void writeRoc(EvaluationReport report, OutputStream out) throws IOException {
    CsvWriter csv = csv(out);
    csv.writeRecord("class", "threshold", "false_positive_rate", "true_positive_rate");
    for (ClassMetrics each : report.classes()) {
      for (RocCurve.Point point : each.curves().roc().map(RocCurve::points).orElse(List.of())) {
        csv.writeRecord(
            each.name(),
            Double.toString(point.threshold()),
            Double.toString(point.falsePositiveRate()),
            Double.toString(point.truePositiveRate()));
      }
    }
    csv.flush();
  }

  /** The points of scikit-learn's {@code precision_recall_curve}; the last closes the curve. */
  static void writePrecisionRecall(EvaluationReport report, OutputStream out) throws IOException {
    CsvWriter csv = csv(out);
    csv.writeRecord("class", "threshold", "recall", "precision");
    for (ClassMetrics each : report.classes()) {
      for (PrecisionRecallCurve.Point point :
          each.curves().precisionRecall().map(PrecisionRecallCurve::points).orElse(List.of())) {
        csv.writeRecord(
            each.name(),
            Double.toString(point.threshold()),
            Double.toString(point.recall()),
            Double.toString(point.precision()));
      }
    }
    csv.flush();
  }

  private static CsvWriter csv(OutputStream out) {
    return CsvWriter.builder()
        .lineDelimiter(LineDelimiter.LF)
        .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }
}
