package org.thorax.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactFiguresTest {
  @Test
  void hanleyAndMcNeilsRatingsGiveThePublishedAucErrorAndInterval() {
    // 58 normal and 51 abnormal CT images rated 1 to 5 (Hanley and McNeil 1982); area, DeLong's
    // standard error and interval as Stata's manual prints them for roctab.
    int[][] counts = {{33, 6, 6, 11, 2}, {3, 2, 2, 11, 33}};
    List<Float> labels = new ArrayList<>();
    List<Float> ratings = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      for (int rating = 0; rating < 5; rating++) {
        labels.addAll(Collections.nCopies(counts[label][rating], (float) label));
        ratings.addAll(Collections.nCopies(counts[label][rating], rating + 1f));
      }
    }
    DeLong deLong = DeLong.of(RankedScores.of(floats(labels), floats(ratings)));
    assertThat(deLong.auc()).isCloseTo(0.8932, within(5e-5));
    assertThat(deLong.standardError()).isCloseTo(0.0307, within(5e-5));
    assertThat(deLong.interval().low()).isCloseTo(0.83295, within(5e-6));
    assertThat(deLong.interval().high()).isCloseTo(0.95339, within(5e-6));
  }

  @Test
  void aTieCountsHalfAndNegativeScoresAreOrderedToo() {
    assertThat(ranked(new float[] {1, 0, 1, 0}, .5f, .5f, .9f, .3f).auc()).isEqualTo(0.875);
    assertThat(ranked(new float[] {1, 0, 1, 0}, -1, -2, 0f, -0f).auc()).isEqualTo(2.5 / 4);
  }

  @Test
  void unlabelledCellsAreLeftOut() {
    RankedScores ranked = ranked(new float[] {1, -1, 0, Float.NaN}, .8f, .9f, .1f, Float.NaN);
    assertThat(ranked.size()).isEqualTo(2);
    assertThat(ranked.auc()).isEqualTo(1);
  }

  @Test
  void whatIsNotDefinedIsNan() {
    RankedScores negatives = ranked(new float[] {0, 0}, .2f, .3f);
    assertThat(negatives.auc()).isNaN();
    assertThat(negatives.averagePrecision()).isNaN();
    assertThat(DeLong.of(negatives).interval().defined()).isFalse();
    assertThat(DeLong.of(ranked(new float[] {1, 0, 0}, .9f, .1f, .2f)).interval().defined())
        .isFalse();
    assertThatThrownBy(() -> new ThresholdRule.Youden().threshold(negatives))
        .hasMessageContaining("0 and 2");
  }

  @Test
  void equalScoresOfTwoModelsDoNotDiffer() {
    float[] labels = {1, 0, 1, 0, 1, 0};
    float[] scores = {.9f, .1f, .4f, .5f, .7f, .2f};
    DeLong.Comparison same = DeLong.compare(labels, scores, scores);
    assertThat(same.z()).isZero();
    assertThat(same.p()).isEqualTo(1);
  }

  @Test
  void everyRuleFindsWhatACompleteSearchFinds() {
    SplittableRandom random = new SplittableRandom(5);
    for (int turn = 0; turn < 50; turn++) {
      float[] labels = new float[40];
      float[] scores = new float[40];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i < 2 ? i : random.nextInt(2);
        scores[i] = random.nextInt(15) / 15f + labels[i] / 8;
      }
      RankedScores ranked = RankedScores.of(labels, scores);
      Confusion youden = ranked.at(new ThresholdRule.Youden().threshold(ranked));
      Confusion f2 = ranked.at(new ThresholdRule.F2().threshold(ranked));
      double ninety = new ThresholdRule.Sensitivity(0.9).threshold(ranked);
      assertThat(ranked.at(ninety).sensitivity()).isGreaterThanOrEqualTo(0.9);
      assertThat(ranked.at(Math.nextUp((float) ninety)).sensitivity()).isLessThan(0.9);
      for (float score : scores) {
        Confusion other = ranked.at(score);
        assertThat(youden.sensitivity() + youden.specificity())
            .isGreaterThanOrEqualTo(other.sensitivity() + other.specificity() - 1e-12);
        assertThat(f2.f2Score()).isGreaterThanOrEqualTo(other.f2Score());
      }
    }
  }

  @Test
  void theBootstrapIsSeededKeepsPatientsTogetherAndAgreesWithDeLongForSingleImages() {
    SplittableRandom random = new SplittableRandom(7);
    int patients = 400;
    float[] labels = new float[3 * patients];
    float[] scores = new float[labels.length];
    List<String> alone = IntStream.range(0, labels.length).mapToObj(i -> "p" + i).toList();
    List<String> inThrees = IntStream.range(0, labels.length).mapToObj(i -> "p" + i / 3).toList();
    for (int i = 0; i < labels.length; i++) {
      // The three images of a patient are the same.
      labels[i] = i % 3 == 0 ? random.nextInt(2) : labels[i - 1];
      scores[i] = i % 3 == 0 ? (float) random.nextDouble() + labels[i] / 4 : scores[i - 1];
    }
    RankedScores ranked = RankedScores.of(labels, scores);
    Interval exact = DeLong.of(ranked).interval();
    Interval single = intervals(alone, ranked, 1).perClass().get(0);
    Interval clustered = intervals(inThrees, ranked, 1).perClass().get(0);
    double width = exact.high() - exact.low();
    assertThat((single.high() - single.low()) / width).isCloseTo(1, within(0.1));
    assertThat((clustered.high() - clustered.low()) / width).isCloseTo(Math.sqrt(3), within(0.2));
    assertThat(intervals(inThrees, ranked, 1).perClass().get(0)).isEqualTo(clustered);
    assertThat(intervals(inThrees, ranked, 2).perClass().get(0)).isNotEqualTo(clustered);
    assertThat(intervals(inThrees, ranked, 1).mean()).isEqualTo(clustered);
  }

  private static PatientBootstrap.Intervals intervals(
      List<String> patients, RankedScores ranked, long seed) {
    return new PatientBootstrap(patients, 1000, seed).of(List.of(ranked));
  }

  @Test
  void theNormalTailIsThatOfTheErrorFunction() {
    // Python's math.erfc(z / sqrt(2))
    assertThat(NormalDistribution.twoSided(0)).isEqualTo(1);
    assertThat(NormalDistribution.twoSided(1.959963984540054)).isCloseTo(0.05, within(1e-15));
    assertThat(NormalDistribution.twoSided(-1)).isCloseTo(0.31731050786291415, within(1e-15));
    assertThat(NormalDistribution.twoSided(2.9)).isCloseTo(0.003731626600768077, within(1e-15));
    assertThat(NormalDistribution.twoSided(10)).isCloseTo(1.5239706048321186e-23, within(1e-36));
    assertThat(NormalDistribution.twoSided(Double.POSITIVE_INFINITY)).isZero();
  }

  private static RankedScores ranked(float[] labels, float... scores) {
    return RankedScores.of(labels, scores);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i));
    return floats;
  }
}
