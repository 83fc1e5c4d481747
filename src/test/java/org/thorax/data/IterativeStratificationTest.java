package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.thorax.ThoraxException;

class IterativeStratificationTest {
  private static final List<String> CLASSES = List.of("A", "B", "C", "D");
  private static final double[] FREQUENCY = {0.4, 0.15, 0.05, 0.01};

  @Property(tries = 60)
  void aPatientIsOnOneSideAndNoRowIsLost(
      @ForAll @LongRange(max = 0xffffffffL) long seed,
      @ForAll @LongRange(max = 99) long drawn,
      @ForAll IterativeStratification.Patients patients) {
    Samples samples = samples(400, 3, drawn);
    GroupShuffleSplit.Rows rows = new IterativeStratification(0.2, seed, patients).split(samples);
    Samples train = samples.select(rows.train());
    Samples test = samples.select(rows.test());
    assertThat(new HashSet<>(train.patients())).doesNotContainAnyElementsOf(test.patients());
    Set<Integer> all = new HashSet<>();
    for (int[] side : new int[][] {rows.train(), rows.test()}) {
      assertThat(side).isSorted();
      for (int row : side) {
        all.add(row);
      }
    }
    assertThat(all).hasSize(400).hasSize(rows.train().length + rows.test().length);
  }

  @Property(tries = 20)
  void withOneImageAPatientEveryClassAndPairHasItsShare(
      @ForAll @LongRange(max = 0xffffffffL) long seed) {
    Samples samples = samples(2000, 1, 5);
    GroupShuffleSplit.Rows rows = new IterativeStratification(0.25, seed).split(samples);
    assertThat(rows.test().length).isBetween(495, 505);
    Samples test = samples.select(rows.test());
    for (int a = 0; a < 4; a++) {
      for (int b = a; b < 4; b++) {
        assertThat((double) both(test, a, b))
            .as(CLASSES.get(a) + CLASSES.get(b))
            .isBetween(0.25 * both(samples, a, b) - 2.5, 0.25 * both(samples, a, b) + 2.5);
      }
    }
  }

  @Example
  void itKeepsTheSharesBetterThanAGroupShuffle() {
    Samples samples = samples(6000, 3, 11);
    double stratified = 0;
    double shuffled = 0;
    for (int seed = 0; seed < 20; seed++) {
      stratified += deviation(samples, new IterativeStratification(0.2, seed).split(samples));
      shuffled += deviation(samples, new GroupShuffleSplit(0.2, seed).split(samples.patients()));
    }
    assertThat(stratified).isLessThan(shuffled / 3);
  }

  @Example
  void onePatientAloneCannotBeSplit() {
    List<String> names = List.of("1", "2", "3", "4");
    Samples one =
        new Samples(
            Path.of("data"), List.of("A"), names, List.of("p", "p", "p", "p"), new float[4]);
    assertThatThrownBy(() -> new IterativeStratification(0.5, 1).split(one))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("data")
        .hasMessageContaining("one side empty");
  }

  @Example
  void sizesComeOutAsAskedForUnlessPatientsMoveAfterwards() {
    Samples samples = samples(6000, 3, 12);
    assertThat(new IterativeStratification(0.2, 1).split(samples).test().length)
        .isBetween(1195, 1205);
    // At least two of a patient's three rows must have been dealt to the test: about 10 %.
    assertThat(
            new IterativeStratification(0.2, 1, IterativeStratification.Patients.MOVED_AFTERWARDS)
                .split(samples)
                .test()
                .length)
        .isBetween(450, 800);
  }

  @Example
  void theSameSeedGivesTheSameSplitAndThePlanUsesIt() {
    Samples samples = samples(500, 2, 1);
    SplitPlan plan = new SplitPlan(3, 0.2, 0.2).withStratified(true);
    DatasetSplit split = plan.split(samples);
    assertThat(split.train().patients()).isEqualTo(plan.split(samples).train().patients());
    assertThat(split.train().patients())
        .isNotEqualTo(plan.withSeed(4).split(samples).train().patients())
        .isNotEqualTo(plan.withStratified(false).split(samples).train().patients());
  }

  private static double deviation(Samples samples, GroupShuffleSplit.Rows rows) {
    Samples test = samples.select(rows.test());
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      double wanted = (double) both(samples, c, c) / samples.size();
      sum += Math.abs((double) both(test, c, c) / test.size() - wanted) / wanted;
    }
    return sum;
  }

  private static int both(Samples samples, int a, int b) {
    int count = 0;
    for (int row = 0; row < samples.size(); row++) {
      count += samples.label(row, a) == 1 && samples.label(row, b) == 1 ? 1 : 0;
    }
    return count;
  }

  private static Samples samples(int rows, int imagesEach, long seed) {
    Random random = new Random(seed);
    List<String> images = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    float[] labels = new float[rows * 4];
    for (int row = 0; row < rows; row++) {
      images.add(row + ".jpg");
      patients.add(String.valueOf(row / imagesEach));
      for (int c = 0; c < 4; c++) {
        labels[row * 4 + c] = random.nextDouble() < FREQUENCY[c] ? 1 : 0;
      }
    }
    return new Samples(Path.of("data"), CLASSES, images, patients, labels);
  }
}
