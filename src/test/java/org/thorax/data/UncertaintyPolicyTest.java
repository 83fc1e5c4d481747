package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.thorax.ThoraxException;

class UncertaintyPolicyTest {
  private static final List<String> CLASSES = List.of("A", "B", "C");

  @Example
  void allSpellingsInUseAreRead() {
    for (String name : List.of("uzeroes", "uzeros", "uzero", "Uzero", "UZEROES")) {
      assertThat(UncertaintyPolicy.parse(name)).isEqualTo(UncertaintyPolicy.Everywhere.UZEROES);
    }
    for (String name : List.of("uones", "Uone", "UONES")) {
      assertThat(UncertaintyPolicy.parse(name)).isEqualTo(UncertaintyPolicy.Everywhere.UONES);
    }
    assertThat(UncertaintyPolicy.parse("ignore")).isEqualTo(UncertaintyPolicy.Everywhere.UIGNORE);
    assertThatThrownBy(() -> UncertaintyPolicy.parse("uhalves"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("uhalves");
  }

  @Property(tries = 200)
  void certainLabelsStayAndTheOthersBecomeWhatThePoliciesSay(
      @ForAll @Size(min = 3, max = 60) List<@IntRange(min = 0, max = 3) Integer> cells,
      @ForAll UncertaintyPolicy.Everywhere everywhere,
      @ForAll BlankPolicy blanks) {
    Samples samples = samples(cells);
    for (UncertaintyPolicy policy :
        List.of(everywhere, lists(false), UncertaintyPolicy.Smoothed.towardsOne(3))) {
      Labels labels = new LabelEncoding(policy, blanks).encode(samples);
      for (int row = 0; row < samples.size(); row++) {
        for (int c = 0; c < 3; c++) {
          float raw = samples.label(row, c);
          float expected =
              Float.isNaN(raw)
                  ? blanks.value()
                  : raw == -1 ? policy.label(samples.imageName(row), CLASSES.get(c)) : raw;
          assertThat(labels.at(row, c)).isEqualTo(expected);
        }
      }
    }
  }

  @Example
  void classListsMustNameEveryClassOnceUnlessTheyMayBePartial() {
    lists(false).check(CLASSES);
    assertThatThrownBy(() -> lists(false).check(List.of("A", "B", "C", "D")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("[D]");
    assertThatThrownBy(() -> lists(true).check(List.of("A", "B")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("[C]");
    lists(true).check(List.of("A", "B", "C", "D"));
    assertThat(lists(true).label("1.jpg", "D")).isEqualTo(Labels.MASKED);
    assertThatThrownBy(
            () -> new UncertaintyPolicy.ClassLists(List.of("A"), List.of("B", "A"), false))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("\"A\" is listed twice");
  }

  @Example
  void smoothedLabelsLieInTheirRangeAndDependOnSeedImageAndClassAlone() {
    UncertaintyPolicy policy = UncertaintyPolicy.Smoothed.towardsOne(7);
    Set<Float> drawn = new HashSet<>();
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      float label = policy.label("train/patient" + i + ".jpg", "Edema");
      assertThat(label).isGreaterThanOrEqualTo(0.55f).isLessThan(0.85f);
      drawn.add(label);
      sum += label;
    }
    assertThat(sum / 20_000).isBetween(0.697, 0.703);
    assertThat(drawn).hasSizeGreaterThan(19_000);
    assertThat(policy.label("a", "Edema"))
        .isEqualTo(UncertaintyPolicy.Smoothed.towardsOne(7).label("a", "Edema"))
        .isNotEqualTo(policy.label("a", "Fracture"))
        .isNotEqualTo(UncertaintyPolicy.Smoothed.towardsOne(8).label("a", "Edema"));
    assertThatThrownBy(() -> new UncertaintyPolicy.Smoothed(0.5, 0.5, 1))
        .isInstanceOf(ThoraxException.class);
  }

  @Example
  void threeWaysAreOneHotAndScoredWithoutTheUncertain() {
    Samples samples = samples(List.of(1, 2, 0, 3, 1, 0));
    assertThat(ThreeWayLabels.encode(samples, BlankPolicy.ABSENT).values())
        .containsExactly(1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0);
    assertThat(ThreeWayLabels.encode(samples, BlankPolicy.MASKED).values())
        .containsExactly(1, 0, 0, 0, 0, 1, 0, 1, 0, -1, -1, -1, 1, 0, 0, 0, 1, 0);
    assertThat(ThreeWayLabels.outputs(List.of("A")))
        .containsExactly("A (positive)", "A (negative)", "A (uncertain)");
    assertThat(ThreeWayLabels.scores(new float[] {0.3f, 0.1f, 0.6f, 0, 0, 1, 0, 1, 0}))
        .containsExactly(0.3f / 0.4f, 0.5f, 0);
  }

  private static UncertaintyPolicy.ClassLists lists(boolean partial) {
    return new UncertaintyPolicy.ClassLists(List.of("B"), List.of("C", "A"), partial);
  }

  /** 0 and 1 as they are, 2 uncertain, 3 blank; three a row, what is over falls away. */
  private static Samples samples(List<Integer> cells) {
    int rows = cells.size() / 3;
    float[] labels = new float[rows * 3];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = cells.get(i) == 3 ? Float.NaN : cells.get(i) == 2 ? -1 : cells.get(i);
    }
    List<String> names = java.util.stream.IntStream.range(0, rows).mapToObj(i -> "" + i).toList();
    return new Samples(Path.of("data"), CLASSES, names, names, labels);
  }
}
