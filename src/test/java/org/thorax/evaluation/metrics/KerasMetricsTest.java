package org.thorax.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KerasMetricsTest {
  private static final List<String> TWO = List.of("Lung Opacity", "Edema");

  @Test
  void theNamesAreInKerasOrderWithTheMetricOutside() {
    assertThat(KerasMetrics.names(TWO))
        .containsExactly(
            "auc",
            "precision",
            "recall",
            "f2_score",
            "binary_accuracy",
            "accuracy_lung_opacity",
            "accuracy_edema",
            "auc_lung_opacity",
            "auc_edema",
            "precision_lung_opacity",
            "precision_edema",
            "recall_lung_opacity",
            "recall_edema",
            "f2_score_lung_opacity",
            "f2_score_edema");
    assertThat(new KerasMetrics(TWO).result().keySet())
        .containsExactlyElementsOf(KerasMetrics.names(TWO));
  }

  @Test
  void anUnlabelledCellIsLeftOutByDefault() {
    KerasMetrics with = new KerasMetrics(TWO);
    with.update(
        new float[] {1, 0, -1, Float.NaN, 0, 1}, new float[] {.9f, .2f, .8f, .7f, .3f, .6f});
    KerasMetrics without = new KerasMetrics(TWO);
    without.update(new float[] {1, 0, 0, 1}, new float[] {.9f, .2f, .3f, .6f});
    assertThat(with.result()).isEqualTo(without.result());
  }

  @Test
  void aScoreOfExactlyOneHalfIsNegative() {
    KerasMetrics metrics = new KerasMetrics(List.of("a"));
    metrics.update(new float[] {1, 1}, new float[] {0.5f, Math.nextUp(0.5f)});
    assertThat(metrics.result().get("recall")).isEqualTo(0.5);
  }

  @Test
  void aNanScoreIsNegativeAtEveryThresholdAndNoError() {
    KerasMetrics metrics = new KerasMetrics(List.of("a"));
    metrics.update(new float[] {1, 0}, new float[] {Float.NaN, 0.1f});
    assertThat(metrics.result().get("recall")).isZero();
    assertThat(metrics.result().get("auc")).isZero();
    assertThatThrownBy(() -> RankedScores.of(new float[] {1, 0}, new float[] {Float.NaN, 0.1f}))
        .hasMessageContaining("row 0 is NaN");
  }

  @Test
  void metricsOfPartsMergeToMetricsOfTheWhole() {
    float[] labels = {1, 0, 0, 1, 1, 1, 0, 0};
    float[] scores = {.9f, .4f, .6f, .7f, .2f, .8f, .1f, .3f};
    KerasMetrics whole = new KerasMetrics(TWO);
    whole.update(labels, scores);
    KerasMetrics first = new KerasMetrics(TWO);
    first.update(Arrays.copyOf(labels, 4), Arrays.copyOf(scores, 4));
    KerasMetrics second = new KerasMetrics(TWO);
    second.update(Arrays.copyOfRange(labels, 4, 8), Arrays.copyOfRange(scores, 4, 8));
    first.merge(second);
    assertThat(first.result()).isEqualTo(whole.result());
    first.reset();
    assertThat(first.result()).isEqualTo(new KerasMetrics(TWO).result());
  }

  @Test
  void aBatchThatIsNoWholeNumberOfRowsIsRefused() {
    KerasMetrics metrics = new KerasMetrics(TWO);
    assertThatThrownBy(() -> metrics.update(new float[3], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows x 2");
    assertThatThrownBy(() -> metrics.update(new float[2], new float[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scoresDrawnForAllOfCheXpertHaveTheAreaOfChance() {
    int classes = 14;
    float[] labels = new float[220_000 * classes];
    float[] scores = new float[labels.length];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(4) == 0 ? 1 : 0;
      scores[i] = (float) random.nextDouble();
    }
    String[] names = new String[classes];
    Arrays.setAll(names, i -> "Class " + i);
    long start = System.nanoTime();
    KerasMetrics metrics = new KerasMetrics(List.of(names));
    metrics.update(labels, scores);
    assertThat(metrics.result().get("auc")).isCloseTo(0.5, within(0.01));
    double keras = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    IntStream.range(0, classes)
        .parallel()
        .forEach(
            column -> {
              RankedScores ranked = RankedScores.of(labels, scores, column, classes);
              DeLong.of(ranked).interval();
              ranked.averagePrecision();
              Calibration.of(ranked).expectedError();
              RocCurve.of(ranked).operatingPoint();
              PrecisionRecallCurve.of(ranked);
              new ThresholdRule.F2().threshold(ranked);
            });
    double exact = (System.nanoTime() - start) / 1e9;
    System.out.printf("220,000 x 14: Keras' metrics %.3f s, exact figures %.3f s%n", keras, exact);
  }
}
