package org.thorax.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.metrics.DeLong;

class PairedComparisonTest {
  private static final String HEAD = "image,patient,study,label A,label B,score A,score B\n";

  @TempDir private Path folder;
  private final float[][] labels = new float[2][60];
  private final float[][] good = new float[2][60];
  private final float[][] poor = new float[2][60];

  @BeforeEach
  void score() {
    SplittableRandom random = new SplittableRandom(9);
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < 60; i++) {
        labels[c][i] = random.nextInt(3) == 0 ? 1 : 0;
        good[c][i] = (float) (random.nextDouble() / 2 + labels[c][i] * 0.4);
        poor[c][i] = (float) random.nextDouble();
      }
    }
  }

  private List<String> rows(float[][] scores) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(
          String.format(
              "i%d.jpg,p%d,i%d.jpg,%d,%d,%s,%s%n",
              i, i / 2, i, (int) labels[0][i], (int) labels[1][i], scores[0][i], scores[1][i]));
    }
    return rows;
  }

  private Path write(String name, List<String> rows) throws IOException {
    return Files.writeString(folder.resolve(name), HEAD + String.join("", rows));
  }

  @Test
  void imagesAreMatchedByNameAndEachClassIsTested() throws IOException {
    List<String> shuffled = rows(poor);
    Collections.reverse(shuffled);
    Path first = write("good.csv", rows(good));
    Path second = write("poor.csv", shuffled);
    PairedComparison paired = PairedComparison.of(first, second, 300, 1);
    for (int c = 0; c < 2; c++) {
      assertThat(paired.comparisons().get(c))
          .isEqualTo(DeLong.compare(labels[c], good[c], poor[c]));
    }
    assertThat(paired.meanDifference())
        .isCloseTo(
            (paired.comparisons().get(0).difference() + paired.comparisons().get(1).difference())
                / 2,
            within(1e-12));
    assertThat(paired.meanInterval().low()).isPositive().isLessThan(paired.meanDifference());
    // Holm: the smaller p times two, the larger as it is, and in order.
    List<Double> p = paired.comparisons().stream().map(DeLong.Comparison::p).sorted().toList();
    List<Double> adjusted = paired.adjusted().stream().sorted().toList();
    assertThat(adjusted.get(0)).isEqualTo(2 * p.get(0));
    assertThat(adjusted.get(1)).isEqualTo(Math.max(2 * p.get(0), p.get(1)));
    PairedComparison turned = PairedComparison.of(second, first, 300, 1);
    assertThat(turned.meanDifference()).isCloseTo(-paired.meanDifference(), within(1e-12));
  }

  @Test
  void theBareScoresOfTrainingAreTakenInTheirOrder() throws IOException {
    Path first = write("good.csv", rows(good));
    List<String> bare = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      bare.add(String.format("%.18e;%.18e%n", poor[0][i], poor[1][i]));
    }
    Path second = Files.writeString(folder.resolve("probs.csv"), String.join("", bare));
    assertThat(PairedComparison.of(first, second, 10, 1).comparisons().get(1))
        .isEqualTo(DeLong.compare(labels[1], good[1], poor[1]));
    Path cut = Files.writeString(folder.resolve("cut.csv"), String.join("", bare.subList(0, 59)));
    assertThatThrownBy(() -> PairedComparison.of(first, cut, 10, 1))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("60 rows of 2 scores");
    assertThatThrownBy(() -> PairedComparison.of(second, second, 10, 1))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("has labels");
  }

  @Test
  void otherImagesOrNumbersAreRefused() throws IOException {
    Path first = write("good.csv", rows(good));
    Path fewer = write("fewer.csv", rows(poor).subList(0, 50));
    assertThatThrownBy(() -> PairedComparison.of(first, fewer, 10, 1))
        .hasMessageContaining("not of the same images (50 and 60)");
    List<String> damaged = rows(poor);
    damaged.set(3, "i3.jpg,p1,i3.jpg,0,0,zero,0.5\n");
    Path bad = write("bad.csv", damaged);
    assertThatThrownBy(() -> PairedComparison.of(first, bad, 10, 1))
        .hasMessageContaining("Line 5 of " + bad)
        .hasMessageContaining("'zero'");
  }
}
