package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.oracle.Oracle;

class FoldsTest {
  private static final Path FOLDER = Path.of("data");

  @Tag("oracle")
  @Test
  void foldsAreThoseOfScikitLearn() throws IOException {
    int cases = 0;
    int refused = 0;
    int rare = 0;
    for (String line : Oracle.run("sklearn_folds.py").lines().toList()) {
      JsonNode expected = new ObjectMapper().readTree(line);
      int splits = expected.get("splits").asInt();
      boolean shuffled = expected.get("shuffle").asBoolean();
      long seed = expected.get("seed").asLong();
      List<String> groups = texts(expected.get("groups"));
      GroupKFold grouped = new GroupKFold(splits, shuffled, seed);
      StratifiedGroupKFold stratified = new StratifiedGroupKFold(splits, shuffled, seed);
      Samples samples = oneLabel(groups, ints(expected.get("labels")));
      refused += compare(expected.get("group"), () -> grouped.folds(groups), line);
      compare(expected.get("group"), () -> grouped.folds(samples), line);
      refused += compare(expected.get("stratified"), () -> stratified.folds(samples), line);
      rare += rarest(samples) < splits ? 1 : 0;
      cases++;
    }
    assertThat(cases).isEqualTo(164);
    assertThat(refused).isBetween(10, 60);
    assertThat(rare).isGreaterThan(20);
  }

  private static int compare(JsonNode expected, Folding folding, String line) {
    if (expected.has("error")) {
      assertThatThrownBy(folding::folds).as(line).isInstanceOf(ConfigurationException.class);
      return 1;
    }
    assertThat(folding.folds()).as(line).isEqualTo(ints(expected.get("folds")));
    return 0;
  }

  /** Of the classes that occur. */
  private static int rarest(Samples samples) {
    return LabelCounts.of(samples).stream()
        .mapToInt(LabelCounts::positive)
        .filter(n -> n > 0)
        .min()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSingleClassIsScikitLearnsBinaryCase(boolean shuffled) {
    // A class with 0 and 1 has the same folds as two classes, one of which every row has.
    List<String> groups = new ArrayList<>();
    RandomState random = new RandomState(5);
    int[] labels = new int[200];
    for (int i = 0; i < labels.length; i++) {
      groups.add("p" + (int) (60 * random.nextDouble()));
      labels[i] = random.nextDouble() < 0.2 ? 1 : 0;
    }
    float[] binary = new float[labels.length];
    IntStream.range(0, labels.length).forEach(i -> binary[i] = labels[i]);
    Samples one = samples(groups, List.of("x"), binary);
    StratifiedGroupKFold folds = new StratifiedGroupKFold(5, shuffled, 3);
    assertThat(folds.folds(one)).isEqualTo(folds.folds(oneLabel(groups, labels)));
  }

  @ParameterizedTest
  @CsvSource({"2,true", "5,true", "5,false", "10,true"})
  void ofSeveralLabelsEveryFoldGetsItsShareAndPatientsStayTogether(int count, boolean shuffled) {
    Samples samples = severalLabels(3000, 900, 7);
    int[] folds = new StratifiedGroupKFold(count, shuffled, 9).folds(samples);
    Map<String, Integer> foldOf = new HashMap<>();
    double[][] positives = new double[count][samples.classes().size()];
    for (int row = 0; row < folds.length; row++) {
      Integer before = foldOf.putIfAbsent(samples.patient(row), folds[row]);
      assertThat(before == null || before == folds[row]).isTrue();
      for (int c = 0; c < samples.classes().size(); c++) {
        positives[folds[row]][c] += samples.label(row, c) == 1 ? 1 : 0;
      }
    }
    for (int c = 0; c < samples.classes().size(); c++) {
      double share = LabelCounts.of(samples).get(c).positive() / (double) count;
      for (double[] fold : positives) {
        assertThat(fold[c]).isBetween(share - 3, share + 3);
      }
    }
  }

  @Test
  void uncertainAndBlankLabelsCountAsNotPositive() {
    Samples samples = severalLabels(400, 90, 4);
    float[] labels = new float[400 * 4];
    for (int i = 0; i < labels.length; i++) {
      float label = samples.label(i / 4, i % 4);
      labels[i] = label == 1 ? 1 : i % 3 == 0 ? Samples.UNCERTAIN : i % 3 == 1 ? Float.NaN : 0;
    }
    Samples uncertain = samples(samples.patients(), samples.classes(), labels);
    StratifiedGroupKFold folds = new StratifiedGroupKFold(4, true, 2);
    assertThat(folds.folds(uncertain)).isEqualTo(folds.folds(samples));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void theFoldsOfAPlanAreTestSetsOfAllSamplesAndSharesNoPatient(
      boolean stratified, boolean shuffled) {
    Samples samples = severalLabels(500, 120, 3);
    Set<String> images = new HashSet<>();
    int tested = 0;
    for (int number = 1; number <= 4; number++) {
      SplitPlan plan =
          new SplitPlan(8, 0.2, 0.25)
              .withStratified(stratified)
              .withFold(new Fold(number, 4, shuffled));
      DatasetSplit split = plan.split(samples);
      tested += split.test().size();
      IntStream.range(0, split.test().size()).forEach(i -> images.add(split.test().imageName(i)));
      assertThat(split.train().size() + split.validation().size() + split.test().size())
          .isEqualTo(500);
      assertThat(split.validation().size()).isBetween(60, 130);
    }
    assertThat(tested).isEqualTo(500);
    assertThat(images).hasSize(500);
  }

  @Test
  void whatIsNoFoldIsRefusedByItsName() {
    assertThatThrownBy(() -> new Fold(1, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least 2 `folds`, found 1");
    assertThatThrownBy(() -> new Fold(6, 5)).hasMessageContaining("1 to 5 of 5, found 6");
    assertThatThrownBy(() -> new Fold(0, 5)).isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new GroupKFold(2, true, -1)).isInstanceOf(ThoraxException.class);
    Samples few = samples(List.of("1", "01", "2"), List.of("x"), new float[] {1, 1, 1});
    for (boolean stratified : new boolean[] {true, false}) {
      SplitPlan plan = SplitPlan.DEFAULT.withStratified(stratified).withFold(new Fold(1, 3));
      assertThatThrownBy(() -> plan.split(few))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("3 folds of 2 patients of data; take fewer");
    }
  }

  /** A row is positive in the class of its label alone; rows of label 0 in none. */
  private static Samples oneLabel(List<String> groups, int[] labels) {
    int classes = Arrays.stream(labels).max().orElse(0);
    float[] cells = new float[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] > 0) {
        cells[row * classes + labels[row] - 1] = 1;
      }
    }
    return samples(
        groups, IntStream.range(1, classes + 1).mapToObj(c -> "class " + c).toList(), cells);
  }

  private static Samples severalLabels(int rows, int patients, int classes) {
    RandomState random = new RandomState(rows);
    List<String> groups = new ArrayList<>();
    float[] labels = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      groups.add(String.valueOf((int) (patients * random.nextDouble())));
      for (int c = 0; c < classes; c++) {
        labels[row * classes + c] = random.nextDouble() < 0.5 / (c + 1) ? 1 : 0;
      }
    }
    return samples(groups, IntStream.range(0, classes).mapToObj(c -> "c" + c).toList(), labels);
  }

  private static Samples samples(List<String> groups, List<String> classes, float[] labels) {
    List<String> images =
        IntStream.range(0, groups.size()).mapToObj(i -> "image" + i + ".png").toList();
    return new Samples(FOLDER, classes, images, groups, labels);
  }

  private static List<String> texts(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static int[] ints(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private interface Folding {
    int[] folds();
  }
}
