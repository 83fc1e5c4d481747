package org.thorax.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.evaluation.metrics.DeLong;
import org.thorax.oracle.Golden;

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
    PairedComparison paired = compared(first, second, 300);
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
    PairedComparison turned = compared(second, first, 300);
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
    assertThat(compared(first, second, 10).comparisons().get(1))
        .isEqualTo(DeLong.compare(labels[1], good[1], poor[1]));
    Path cut = Files.writeString(folder.resolve("cut.csv"), String.join("", bare.subList(0, 59)));
    assertThatThrownBy(() -> compared(first, cut, 10))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("60 rows of 2 scores");
    assertThatThrownBy(() -> compared(second, second, 10))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("has labels");
  }

  private static PairedComparison compared(Path first, Path second, int replicates) {
    return PairedComparison.of(first, second, Optional.empty(), replicates, 1);
  }

  /** The rows with another label of a class; null leaves the cell blank. */
  private static List<String> relabelled(List<String> rows, int row, int label, String by) {
    List<String> changed = new ArrayList<>(rows);
    String[] cells = rows.get(row).split(",", -1);
    cells[3 + label] = by;
    changed.set(row, String.join(",", cells));
    return changed;
  }

  @Test
  void otherLabelsAreRefusedWithTheirNumberWhicheverFileComesFirst() throws IOException {
    Path first = write("good.csv", rows(good));
    List<String> changed = rows(poor);
    for (int row = 0; row < 9; row++) {
      changed = relabelled(changed, row, 1, Integer.toString(1 - (int) labels[1][row]));
    }
    changed = relabelled(changed, 4, 0, Integer.toString(1 - (int) labels[0][4]));
    Collections.reverse(changed);
    Path second = write("poor.csv", changed);
    for (Path[] files : new Path[][] {{first, second}, {second, first}}) {
      assertThatThrownBy(() -> compared(files[0], files[1], 10))
          .isInstanceOf(ThoraxException.class)
          .hasMessageStartingWith(files[0] + " and " + files[1] + " have other labels")
          .hasMessageContainingAll("in 10 of 120 cells", "A 1, B 9", "first i4.jpg: ", "`labels`");
    }
    for (Path evaluate : List.of(first, second)) {
      float[][] truth = labels.clone();
      if (evaluate.equals(second)) {
        truth = new float[][] {labels[0].clone(), labels[1].clone()};
        truth[0][4] = 1 - truth[0][4];
        for (int row = 0; row < 9; row++) {
          truth[1][row] = 1 - truth[1][row];
        }
      }
      PairedComparison paired = PairedComparison.of(first, second, Optional.of(evaluate), 10, 1);
      PairedComparison turned = PairedComparison.of(second, first, Optional.of(evaluate), 10, 1);
      for (int c = 0; c < 2; c++) {
        assertThat(paired.comparisons().get(c))
            .isEqualTo(DeLong.compare(truth[c], good[c], poor[c]));
        assertThat(turned.comparisons().get(c).first())
            .isEqualTo(paired.comparisons().get(c).second());
      }
    }
  }

  @Test
  void cellsWithoutLabelAreAlikeHoweverWrittenAndDifferFromZero() throws IOException {
    List<String> first = rows(good);
    List<String> second = rows(poor);
    for (int row = 0; row < 5; row++) {
      first = relabelled(first, row, 0, "");
      second = relabelled(second, row, 0, row < 3 ? "-1" : "nan");
    }
    PairedComparison paired = compared(write("a.csv", first), write("b.csv", second), 10);
    assertThat(paired.unlabelled()).isEqualTo(5);
    float[] truth = labels[0].clone();
    Arrays.fill(truth, 0, 5, -1);
    assertThat(paired.comparisons().get(0)).isEqualTo(DeLong.compare(truth, good[0], poor[0]));
    Path zero = write("b.csv", relabelled(second, 2, 0, "0"));
    assertThatThrownBy(() -> compared(folder.resolve("a.csv"), zero, 10))
        .hasMessageContaining("in 1 of 120 cells (A 1; first i2.jpg: blank and 0)");
  }

  @Test
  void aTableOfLabelsJudgesBothAndMayHaveMoreThanIsAsked() throws IOException {
    Path first = write("good.csv", rows(good));
    Path second = write("poor.csv", relabelled(rows(poor), 7, 0, "-1"));
    StringBuilder text = new StringBuilder("Path,Sex,B,A\nother.jpg,x,0,1\n");
    float[] truth = new float[60];
    for (int i = 59; i >= 0; i--) {
      truth[i] = i % 3 == 0 ? 1 : 0;
      text.append("i%d.jpg,x,%s,%d.0%n".formatted(i, i < 4 ? "" : i % 2, (int) truth[i]));
    }
    Path table = Files.writeString(folder.resolve("table.csv"), text);
    PairedComparison paired = PairedComparison.of(first, second, Optional.of(table), 10, 1);
    assertThat(paired.comparisons().get(0)).isEqualTo(DeLong.compare(truth, good[0], poor[0]));
    assertThat(paired.unlabelled()).isEqualTo(4);
    Path fewer =
        Files.writeString(
            folder.resolve("fewer.csv"), text.toString().replaceAll("i5[0-3].jpg.*\\R", ""));
    assertThatThrownBy(() -> PairedComparison.of(first, second, Optional.of(fewer), 10, 1))
        .hasMessageContaining("has no labels of 4 of 60 images, first of i50.jpg");
    Path narrow =
        Files.writeString(folder.resolve("narrow.csv"), text.toString().replace("B,A", "C,A"));
    assertThatThrownBy(() -> PairedComparison.of(first, second, Optional.of(narrow), 10, 1))
        .hasMessageContaining("has no column \"B\"");
    Path twice = Files.writeString(folder.resolve("twice.csv"), text + "i3.jpg,x,1,0\n");
    assertThatThrownBy(() -> PairedComparison.of(first, second, Optional.of(twice), 10, 1))
        .hasMessageContaining("names i3.jpg a second time");
  }

  @Test
  void otherClassesAreRefusedWhicheverFileComesFirst() throws IOException {
    Path first = write("good.csv", rows(good));
    String three = HEAD.replace("label B", "label B,label C").replace("score B", "score B,score C");
    StringBuilder text = new StringBuilder(three);
    for (String row : rows(poor)) {
      String[] cells = row.strip().split(",", -1);
      text.append("%s,%s,%s,%s,%s,1,%s,%s,0.5%n".formatted((Object[]) cells));
    }
    Path second = Files.writeString(folder.resolve("three.csv"), text);
    for (Path[] files : new Path[][] {{first, second}, {second, first}}) {
      assertThatThrownBy(() -> compared(files[0], files[1], 10))
          .hasMessageContaining(first + " has no scores of class 'C' as " + second);
    }
  }

  @Tag("shared")
  @Test
  void theSameScoresHaveScikitLearnsAucByEitherTruth() {
    Path ones = Golden.shared("faults/F10-compare-labels/uones.csv");
    Path zeroes = ones.resolveSibling("uzeroes.csv");
    assumeTrue(Files.exists(ones), "skipped: ../shared/faults is missing");
    assertThatThrownBy(() -> compared(ones, zeroes, 10)).hasMessageContaining("have other labels");
    Map.of(ones, 0.6239, zeroes, 0.6540)
        .forEach(
            (labels, auc) -> {
              DeLong.Comparison one =
                  PairedComparison.of(ones, zeroes, Optional.of(labels), 10, 1)
                      .comparisons()
                      .get(0);
              assertThat(one.first()).isCloseTo(auc, within(5e-5)).isEqualTo(one.second());
            });
  }

  @Test
  void otherImagesOrNumbersAreRefused() throws IOException {
    Path first = write("good.csv", rows(good));
    Path fewer = write("fewer.csv", rows(poor).subList(0, 50));
    assertThatThrownBy(() -> compared(first, fewer, 10))
        .hasMessageContaining("not of the same images (50 and 60)");
    List<String> damaged = rows(poor);
    damaged.set(3, "i3.jpg,p1,i3.jpg,0,0,zero,0.5\n");
    Path bad = write("bad.csv", damaged);
    assertThatThrownBy(() -> compared(first, bad, 10))
        .hasMessageContaining("Line 5 of " + bad)
        .hasMessageContaining("'zero'");
  }
}
