package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.thorax.ThoraxException;

class DatasetSplitTest {
  @Property(tries = 200)
  void aPatientIsNeverInTwoSetsAndNoImageIsLost(
      @ForAll @Size(min = 30, max = 200) List<@IntRange(max = 60) Integer> patients,
      @ForAll @LongRange(max = 0xffffffffL) long seed) {
    List<String> names = new ArrayList<>(patients.stream().map(String::valueOf).toList());
    // Enough patients that no set is empty.
    Collections.addAll(names, "100", "101", "102", "103", "104");
    DatasetSplit split = new SplitPlan(seed, 0.2, 0.2).split(samples(names));
    Set<String> train = new HashSet<>(split.train().patients());
    Set<String> validation = new HashSet<>(split.validation().patients());
    Set<String> test = new HashSet<>(split.test().patients());
    assertThat(train).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(test);
    assertThat(validation).doesNotContainAnyElementsOf(test);
    assertThat(split.train().size() + split.validation().size() + split.test().size())
        .isEqualTo(names.size());
  }

  @Example
  void aTestTableWithATrainingPatientIsRefused() {
    Samples samples = samples(List.of("1", "2", "3"));
    assertThatThrownBy(() -> new SplitPlan(1, 0.5, 0.5).withTest(samples, samples(List.of("3"))))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Patient 3 is in both");
  }

  private static Samples samples(List<String> patients) {
    List<String> images = IntStream.range(0, patients.size()).mapToObj(i -> i + ".jpg").toList();
    return new Samples(
        Path.of("data"), List.of("Edema"), images, patients, new float[patients.size()]);
  }
}
