package org.thorax.serve;

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
import java.util.stream.Stream;

/**
 * The ROC curves that {@code thorax evaluate --out} left beside a model: in {@code
 * <model>-evaluation} or, for the only model of an experiment, in {@code evaluation}.
 */
final class EvaluatedRoc {
  /** More points than a screen has pixels help nobody. */
  private static final int MOST_POINTS = 400;

  private EvaluatedRoc() {}

  /** The curves by class; empty where the model was not evaluated so. */
  static Optional<ArrayNode> of(Path model) {
    Path name = model.toAbsolutePath().getFileName();
    return Stream.of(name + "-evaluation", "evaluation")
        .map(folder -> model.resolveSibling(folder).resolve("roc.csv"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(EvaluatedRoc::read);
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
      throw new Problem(422, "The model's roc.csv cannot be read; evaluate it again.");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    curves.forEach((name, points) -> list.add(curve(name, points)));
    return list;
  }

  private static ObjectNode curve(String name, List<double[]> points) {
    ObjectNode curve = JsonNodeFactory.instance.objectNode().put("name", name);
    double area = 0;
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    int step = Math.max(1, points.size() / MOST_POINTS);
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
    // Thresholds may be listed from either end.
    curve.put("auc", Math.abs(area));
    curve.set("points", shown);
    return curve;
  }
}
