package org.thorax.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

/** Compares with tf_keras and scikit-learn on scores with ties, extremes and exact thresholds. */
class MetricsOracleTest {
  private static final int ROWS = 1500;
  private static final int CLASSES = 13;

  @TempDir static Path folder;
  private static float[] labels;
  private static float[] scores;
  private static JsonNode oracle;

  @BeforeAll
  static void ask() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    labels = new float[ROWS * CLASSES];
    scores = new float[ROWS * CLASSES];
    for (int i = 0; i < labels.length; i++) {
      int column = i % CLASSES;
      // The last class has no positive, the one before it no negative.
      double share = column == CLASSES - 1 ? 0 : column == CLASSES - 2 ? 1 : 0.05 + 0.06 * column;
      labels[i] = random.nextDouble() < share ? 1 : 0;
      scores[i] = score(random, labels[i]);
    }
    String answer =
        Oracle.run(
            "metrics_oracle.py", write("labels.f32", labels), write("scores.f32", scores), CLASSES);
    String line = answer.substring(answer.indexOf("ANSWER ") + 7);
    oracle = new ObjectMapper().readTree(line);
  }

  private static float score(SplittableRandom random, float label) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(200) / 199f;
      case 1 -> (float) (random.nextInt(200) / 199.0);
      case 2 -> Math.nextUp(random.nextInt(200) / 199f);
      case 3 ->
          new float[] {0, 1, 0.5f, Math.nextUp(0.5f), Float.MIN_VALUE, -0f}[random.nextInt(6)];
      default -> (float) Math.min(1, 0.75 * random.nextDouble() + 0.25 * label);
    };
  }

  private static Path write(String name, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Files.write(folder.resolve(name), bytes.array());
  }

  @Test
  void everyMetricIsThatOfKeras() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      names.add("C" + i);
    }
    KerasMetrics metrics = new KerasMetrics(names);
    for (int from = 0; from < labels.length; from += 64 * CLASSES) {
      int to = Math.min(labels.length, from + 64 * CLASSES);
      metrics.update(Arrays.copyOfRange(labels, from, to), Arrays.copyOfRange(scores, from, to));
    }
    Map<String, Double> result = metrics.result();
    assertThat(result).hasSize(oracle.get("keras").size());
    result.forEach(
        (name, value) ->
            assertThat(value)
                .as(name)
                .isCloseTo(oracle.get("keras").get(name).doubleValue(), within(1e-6)));
    assertThat(metrics.microAuc()).isCloseTo(oracle.get("micro").doubleValue(), within(1e-6));
  }

  @Test
  void theExactAucIsThatOfScikitLearnAndNanWhereItHasNone() {
    ExactAuc auc = new ExactAuc(CLASSES);
    auc.update(labels, scores);
    double[] perClass = auc.perClass();
    double sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      if (oracle.get("exact").get(i).isNull()) {
        assertThat(perClass[i]).isNaN();
      } else {
        double expected = oracle.get("exact").get(i).doubleValue();
        assertThat(perClass[i]).isCloseTo(expected, within(1e-12));
        sum += expected;
      }
    }
    assertThat(auc.mean()).isCloseTo(sum / (CLASSES - 2), within(1e-12));
  }

  @Test
  void theReportIsScikitLearnsByteForByte() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      names.add("Class " + i);
    }
    assertThat(ClassificationReport.of(names, labels, scores))
        .isEqualTo(oracle.get("report").textValue());
  }

  @Test
  void theRocCurveHasScikitLearnsPointsAndOperatingPoint() {
    for (int column = 0; column < CLASSES - 2; column++) {
      RocCurve curve = RocCurve.of(column(labels, column), column(scores, column));
      JsonNode expected = oracle.get("curves").get(column);
      assertThat(curve.points()).hasSize(expected.get(0).intValue());
      RocCurve.Point best = curve.operatingPoint();
      assertThat(best.threshold()).isEqualTo(expected.get(1).doubleValue());
      assertThat(best.truePositiveRate()).isEqualTo(expected.get(2).doubleValue());
      assertThat(best.falsePositiveRate()).isEqualTo(expected.get(3).doubleValue());
      assertThat(curve.area())
          .isCloseTo(oracle.get("exact").get(column).doubleValue(), within(1e-12));
    }
  }

  private static float[] column(float[] cells, int column) {
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row] = cells[row * CLASSES + column];
    }
    return values;
  }
}
