package org.thorax.evaluation.metrics;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

/** Compares with tf_keras and scikit-learn on scores with ties, extremes and exact thresholds. */
@Tag("oracle")
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
  void minusOneLabelsKeptAsPositiveGiveWhatKerasGives() {
    float[] masked = labels.clone();
    for (int i = 3; i < masked.length; i += 7) {
      masked[i] = -1;
    }
    List<String> names = IntStream.range(0, CLASSES).mapToObj(i -> "C" + i).toList();
    KerasMetrics metrics = new KerasMetrics(names, UnlabelledCells.AS_POSITIVE);
    metrics.update(masked, scores);
    metrics
        .result()
        .forEach(
            (name, value) ->
                assertThat(value)
                    .as(name)
                    .isCloseTo(oracle.get("masked").get(name).doubleValue(), within(1e-6)));
  }

  @Test
  void theExactAucIsThatOfScikitLearnAndNanWhereItHasNone() {
    for (int i = 0; i < CLASSES; i++) {
      double auc = ranked(i).auc();
      if (oracle.get("exact").get(i).isNull()) {
        assertThat(auc).isNaN();
      } else {
        assertThat(auc).isCloseTo(oracle.get("exact").get(i).doubleValue(), within(1e-12));
      }
    }
  }

  @Test
  void averagePrecisionBrierScoreAndCalibrationAreScikitLearns() {
    for (int i = 0; i < CLASSES - 2; i++) {
      JsonNode expected = oracle.get("figures").get(i);
      RankedScores ranked = ranked(i);
      assertThat(ranked.averagePrecision())
          .isCloseTo(expected.get("average_precision").doubleValue(), within(1e-12));
      assertThat(ranked.brierScore()).isCloseTo(expected.get("brier").doubleValue(), within(1e-7));
      List<Calibration.Bin> bins =
          Calibration.of(ranked).bins().stream().filter(bin -> bin.count() > 0).toList();
      assertThat(bins).hasSize(expected.get("calibration").get(0).size());
      for (int bin = 0; bin < bins.size(); bin++) {
        JsonNode calibration = expected.get("calibration");
        assertThat(bins.get(bin).positiveShare())
            .isCloseTo(calibration.get(0).get(bin).doubleValue(), within(1e-12));
        assertThat(bins.get(bin).meanScore())
            .isCloseTo(calibration.get(1).get(bin).doubleValue(), within(1e-6));
      }
    }
  }

  @Test
  void thePrecisionRecallCurveHasScikitLearnsPoints() {
    for (int i = 0; i < CLASSES - 2; i++) {
      JsonNode expected = oracle.get("figures").get(i);
      List<PrecisionRecallCurve.Point> points = PrecisionRecallCurve.of(ranked(i)).points();
      assertThat(points).hasSize(expected.get("points").intValue());
      int every = Math.max(1, points.size() / 50);
      for (int k = 0; k < expected.get("precision").size(); k++) {
        PrecisionRecallCurve.Point point = points.get(k * every);
        assertThat(point.precision())
            .isCloseTo(expected.get("precision").get(k).doubleValue(), within(1e-12));
        assertThat(point.recall())
            .isCloseTo(expected.get("recall").get(k).doubleValue(), within(1e-12));
      }
      assertThat(points.get(0).threshold())
          .isEqualTo(expected.get("thresholds").get(0).doubleValue());
    }
  }

  @Test
  void deLongsVarianceAndPairedTestAreThoseOfTheDefinition() {
    for (int i = 0; i < CLASSES - 2; i++) {
      JsonNode expected = oracle.get("figures").get(i).get("delong");
      float[] first = column(scores, i);
      float[] second = new float[ROWS];
      for (int row = 0; row < ROWS; row++) {
        second[row] = first[(row + ROWS - 1) % ROWS] * 0.5f + first[row] * 0.5f;
      }
      assertThat(DeLong.of(ranked(i)).variance())
          .isCloseTo(expected.get(0).doubleValue(), within(1e-15));
      DeLong.Comparison comparison = DeLong.compare(column(labels, i), first, second);
      assertThat(comparison.second()).isCloseTo(expected.get(1).doubleValue(), within(1e-12));
      assertThat(comparison.standardError())
          .isCloseTo(expected.get(2).doubleValue(), within(1e-12));
      assertThat(comparison.z()).isCloseTo(expected.get(3).doubleValue(), within(1e-9));
      double p = expected.get(4).doubleValue();
      assertThat(comparison.p()).isCloseTo(p, within(1e-10 * Math.max(p, 1e-30)));
    }
  }

  @Test
  void theReportIsScikitLearnsByteForByte() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      names.add("Class " + i);
    }
    assertThat(ClassificationReport.of(names, labels, scores))
        .isEqualTo(oracle.get("report").textValue());
    ClassificationReport four = new ClassificationReport(names);
    four.update(labels, scores);
    assertThat(four.text(4)).isEqualTo(oracle.get("digits").textValue());
  }

  @Test
  void theRocCurveHasScikitLearnsPointsAndOperatingPoint() {
    for (int column = 0; column < CLASSES - 2; column++) {
      RocCurve curve = RocCurve.of(ranked(column));
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

  private static RankedScores ranked(int column) {
    return RankedScores.of(labels, scores, column, CLASSES);
  }

  private static float[] column(float[] cells, int column) {
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row] = cells[row * CLASSES + column];
    }
    return values;
  }
}
