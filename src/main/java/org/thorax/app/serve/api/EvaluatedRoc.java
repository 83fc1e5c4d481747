package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.metrics.RocCurve;
import org.thorax.experiment.compare.PredictionTable;

/**
 * The ROC curves of a model's test set: from {@code thorax evaluate --out} in {@code
 * <model>-evaluation}, else from {@code <model>-predictions.csv} of the training, else, for the
 * only model of an experiment, from {@code evaluation}.
 */
final class EvaluatedRoc {
  /** More points than pixels on a screen are useless. */
  private static final int MAX_POINTS = 400;

  private EvaluatedRoc() {}

  /** The curves by class; empty if there is no such file. */
  static Optional<ArrayNode> of(Path model) {
    String name = ModelItem.stem(model);
    Path predictions = model.resolveSibling(name + "-predictions.csv");
    return evaluated(model, name + "-evaluation")
        .or(
            () ->
                Optional.of(predictions)
                    .filter(Files::isRegularFile)
                    .map(EvaluatedRoc::ofPredictions))
        .or(() -> evaluated(model, "evaluation"));
  }

  private static Optional<ArrayNode> evaluated(Path model, String folder) {
    return Optional.of(model.resolveSibling(folder).resolve("roc.csv"))
        .filter(Files::isRegularFile)
        .map(EvaluatedRoc::read);
  }

  private static ArrayNode ofPredictions(Path file) {
    PredictionTable table;
    try {
      table = PredictionTable.read(file);
    } catch (ThoraxException e) {
      throw unreadable(file);
    }
    PredictionTable.Names names = table.names().orElseThrow(() -> unreadable(file));
    int rows = table.scores().size();
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int c = 0; c < names.classes().size(); c++) {
      float[] labels = new float[rows];
      float[] scores = new float[rows];
      for (int row = 0; row < rows; row++) {
        labels[row] = names.labels().get(row)[c];
        scores[row] = table.scores().get(row)[c];
      }
      RankedScores ranked = RankedScores.of(labels, scores);
      // A class without positives, or without negatives, has no curve.
      if (ranked.hasBoth()) {
        list.add(curve(names.classes().get(c), points(RocCurve.of(ranked))));
      }
    }
    return list;
  }

  private static List<double[]> points(RocCurve roc) {
    return roc.points().stream()
        .map(point -> new double[] {point.falsePositiveRate(), point.truePositiveRate()})
        .toList();
  }

  private static Problem unreadable(Path file) {
    return new Problem(
        422, file.getFileName() + " beside the model cannot be read; evaluate the model again.");
  }

  private static ArrayNode read(Path file) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        curves
            .computeIfAbsent(row.getField("class"), ignored -> new ArrayList<>())
            .add(
                new double[] {
                  Double.parseDouble(row.getField("false_positive_rate")),
                  Double.parseDouble(row.getField("true_positive_rate"))
                });
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(file);
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    curves.forEach((name, points) -> list.add(curve(name, points)));
    return list;
  }

  private static ObjectNode curve(String name, List<double[]> points) {
    ObjectNode curve = JsonNodeFactory.instance.objectNode().put("name", name);
    double area = 0;
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    int step = Math.max(1, points.size() / MAX_POINTS);
    for (int i = 0; i < points.size(); i++) {
      double[] point = points.get(i);
      if (i > 0) {
        double[] before = points.get(i - 1);
        area += (point[0] - before[0]) * (point[1] + before[1]) / 2;
      }
      if (i % step == 0 || i == points.size() - 1) {
        shown.addArray().add(point[0]).add(point[1]);
      }
    }
    // Thresholds may be listed in either direction.
    curve.put("auc", Math.abs(area));
    curve.set("points", shown);
    return curve;
  }
}
