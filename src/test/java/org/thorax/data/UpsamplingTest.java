package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.thorax.ThoraxException;

class UpsamplingTest {
  private static final List<String> CLASSES = List.of("A", "B");

  @Property(tries = 300)
  void itIsWhatCopyingRowByRowGives(
      @ForAll @Size(max = 40) List<@IntRange(min = -1, max = 1) Integer> a,
      @ForAll @IntRange(min = 1, max = 3) int timesA,
      @ForAll @IntRange(min = 1, max = 3) int timesB,
      @ForAll boolean aFirst) {
    Labels labels = labels(a);
    Upsampling.Factor forA = new Upsampling.Factor("A", timesA);
    Upsampling.Factor forB = new Upsampling.Factor("B", timesB);
    List<Upsampling.Factor> factors = aFirst ? List.of(forA, forB) : List.of(forB, forA);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      expected.add(i);
    }
    for (Upsampling.Factor factor : factors) {
      int c = CLASSES.indexOf(factor.className());
      List<Integer> positive = expected.stream().filter(row -> labels.at(row, c) == 1).toList();
      for (int i = 0; i < factor.times(); i++) {
        expected.addAll(positive);
      }
    }
    int[] rows = new Upsampling(factors).rows(labels);
    assertThat(rows).containsExactly(expected.stream().mapToInt(row -> row).toArray());
  }

  @Property(tries = 100)
  void whateverTheOrderARowComesAsOftenAsItsFactorsMultiply(
      @ForAll @Size(max = 40) List<@IntRange(min = -1, max = 1) Integer> a) {
    Labels labels = labels(a);
    int[] rows = Upsampling.parse("A=1,B=2").rows(labels);
    int[] count = new int[labels.size()];
    for (int row : rows) {
      count[row]++;
    }
    for (int row = 0; row < labels.size(); row++) {
      int expected = (labels.at(row, 0) == 1 ? 2 : 1) * (labels.at(row, 1) == 1 ? 3 : 1);
      assertThat(count[row]).isEqualTo(expected);
    }
  }

  @Example
  void labelsFollowTheirRows() {
    Labels labels = new Labels(CLASSES, new float[] {1, 0, 0, 1});
    Labels chosen = labels.select(new int[] {1, 0, 1});
    assertThat(chosen.values()).containsExactly(0, 1, 1, 0, 0, 1);
  }

  @Example
  void factorsAreReadFromTextInTheirOrder() {
    assertThat(Upsampling.parse("Pleural Other=2, Fracture = 1").factors())
        .containsExactly(
            new Upsampling.Factor("Pleural Other", 2), new Upsampling.Factor("Fracture", 1));
    for (String wrong : List.of("", "Fracture", "Fracture=0", "Fracture=x", "=1", "A=1,A=2")) {
      assertThatThrownBy(() -> Upsampling.parse(wrong)).isInstanceOf(ThoraxException.class);
    }
  }

  @Example
  void aClassThatIsNotThereAndTooManyRowsAreErrors() {
    Labels labels = new Labels(CLASSES, new float[] {1, 0});
    assertThatThrownBy(() -> Upsampling.parse("C=1").rows(labels))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("\"C\"");
    float[] many = new float[200_000];
    Arrays.fill(many, 1);
    assertThatThrownBy(() -> Upsampling.parse("A=9999").rows(new Labels(CLASSES, many)))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("take less");
  }

  /** The second class is the first one, turned. */
  private static Labels labels(List<Integer> a) {
    float[] values = new float[a.size() * 2];
    for (int i = 0; i < a.size(); i++) {
      values[2 * i] = a.get(i);
      values[2 * i + 1] = a.get(a.size() - 1 - i);
    }
    return new Labels(CLASSES, values);
  }
}
