package org.thorax.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thorax.oracle.Golden;

/** Compares with the golden values of TensorFlow 2.15. */
class GoldenMetricsTest {
  private static final Path GOLDEN = Golden.path("golden");
  private static final List<String> CLASSES = List.of("a", "b", "c", "d");

  private static JsonNode numeric;
  private static JsonNode golden;

  @BeforeAll
  static void read() throws IOException {
    numeric = new ObjectMapper().readTree(GOLDEN.resolve("numeric.json").toFile());
    golden = numeric.get("metrics");
  }

  @Test
  void theMetricsAreTheGoldenOnes() {
    KerasMetrics metrics = new KerasMetrics(CLASSES);
    metrics.update(cells(golden, "y_true"), cells(golden, "y_pred"));
    Map<String, Double> result = metrics.result();
    JsonNode expected = golden.get("expected");
    result.forEach(
        (name, value) -> {
          String key = name.equals("auc") ? "auc_multi_label" : name;
          assertThat(value).as(name).isCloseTo(expected.get(key).doubleValue(), within(1e-5));
        });
    assertThat(metrics.microAuc()).isCloseTo(expected.get("auc_micro").doubleValue(), within(1e-5));
  }

  @Test
  void unlabelledCellsAsPositiveGiveWhatKerasLogged() {
    JsonNode masked = golden.get("with_minus_one_labels");
    KerasMetrics metrics = new KerasMetrics(CLASSES, UnlabelledCells.AS_POSITIVE);
    metrics.update(cells(masked, "y_true"), cells(golden, "y_pred"));
    Map<String, Double> result = metrics.result();
    assertThat(result.get("auc")).isCloseTo(number(masked, "auc_multi_label"), within(1e-5));
    assertThat(metrics.microAuc()).isCloseTo(number(masked, "auc_micro"), within(1e-5));
    for (String name : List.of("precision", "recall", "binary_accuracy")) {
      assertThat(result.get(name)).as(name).isCloseTo(number(masked, name), within(1e-5));
    }
  }

  @Test
  void unlabelledCellsAsNegativeGiveWhatTheNanWrapperLogged() {
    JsonNode wrapped = golden.get("with_nan_wrapper");
    JsonNode masked = golden.get("with_minus_one_labels");
    KerasMetrics metrics = new KerasMetrics(CLASSES, UnlabelledCells.AS_NEGATIVE);
    metrics.update(cells(masked, "y_true"), cells(golden, "y_pred"));
    Map<String, Double> result = metrics.result();
    assertThat(result.get("auc")).isCloseTo(number(wrapped, "auc_multi_label"), within(1e-5));
    assertThat(result.get("precision")).isCloseTo(number(wrapped, "precision"), within(1e-5));
    assertThat(result.get("recall")).isCloseTo(number(wrapped, "recall"), within(1e-5));
  }

  @Test
  void theExactAucAndTheReportAreScikitLearns() {
    float[] labels = cells(golden, "y_true");
    float[] scores = cells(golden, "y_pred");
    JsonNode exact = golden.get("exact_sklearn_auc");
    for (int i = 0; i < 3; i++) {
      assertThat(RankedScores.of(labels, scores, i, 4).auc())
          .isCloseTo(exact.get(CLASSES.get(i)).doubleValue(), within(1e-12));
    }
    assertThat(RankedScores.of(labels, scores, 3, 4).auc()).isNaN();
    assertThat(ClassificationReport.of(CLASSES, labels, scores))
        .isEqualTo(golden.get("classification_report_at_ge_0.5").textValue());
  }

  @Test
  void theOperatingPointsAreTheGoldenThresholds() {
    for (JsonNode expected : numeric.get("optimal_thresholds").get("cases")) {
      int column = CLASSES.indexOf(expected.get("class").textValue());
      RocCurve curve =
          RocCurve.of(RankedScores.of(cells(golden, "y_true"), cells(golden, "y_pred"), column, 4));
      RocCurve.Point best = curve.operatingPoint();
      assertThat(best.threshold()).isCloseTo(number(expected, "threshold"), within(1e-6));
      assertThat(best.truePositiveRate()).isCloseTo(number(expected, "tpr"), within(1e-12));
      assertThat(best.falsePositiveRate()).isCloseTo(number(expected, "fpr"), within(1e-12));
      assertThat(curve.points().indexOf(best)).isEqualTo(expected.get("index").intValue());
    }
  }

  @Test
  void theNamesAreThoseOfTheLogs() throws IOException {
    JsonNode names = new ObjectMapper().readTree(GOLDEN.resolve("metrics-names.json").toFile());
    for (String set : List.of("N12", "N5", "N14", "chestxray14")) {
      List<String> expected = new ArrayList<>();
      names.get(set).forEach(name -> expected.add(name.textValue()));
      List<String> classes = new ArrayList<>();
      for (String name : expected) {
        if (name.startsWith("accuracy_")) {
          classes.add(name.substring("accuracy_".length()).replace('_', ' '));
        }
      }
      assertThat(KerasMetrics.names(classes)).isEqualTo(expected);
    }
  }

  private static double number(JsonNode of, String name) {
    return of.get(name).doubleValue();
  }

  private static float[] cells(JsonNode of, String name) {
    float[] cells = new float[of.get(name).size() * 4];
    int next = 0;
    for (JsonNode row : of.get(name)) {
      for (JsonNode cell : row) {
        cells[next++] = (float) cell.doubleValue();
      }
    }
    return cells;
  }
}
