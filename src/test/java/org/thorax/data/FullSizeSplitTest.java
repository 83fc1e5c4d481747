package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Made-up images of as many patients as CheXpert's training table has, some with many: the logged
 * numbers of patients come out exactly, the logged numbers of images nearly, as who has how many
 * images is not known.
 */
class FullSizeSplitTest {
  private static final int PATIENTS = 64_540;
  private static final int IMAGES = 223_414;
  private static final int WITH_ONE_IMAGE = 22_581;
  private static final int TEST_IMAGES = 234;
  private static Samples all;

  @BeforeAll
  static void makeUp() {
    List<String> patients = new ArrayList<>();
    for (int patient = 1; patient <= PATIENTS; patient++) {
      patients.add(Integer.toString(patient));
      if (patient > WITH_ONE_IMAGE) {
        patients.add(Integer.toString(patient));
      }
    }
    // The rest goes to one patient in seven, all over the table.
    for (int patient = PATIENTS; patients.size() < IMAGES; patient -= 7) {
      int name = Math.floorMod(patient, PATIENTS - WITH_ONE_IMAGE) + WITH_ONE_IMAGE + 1;
      patients.add(Integer.toString(name));
    }
    all = samples(patients);
  }

  private static Samples samples(List<String> patients) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < patients.size(); i++) {
      names.add(i + ".jpg");
    }
    Path folder = Path.of("chexpert");
    return new Samples(folder, List.of("Edema"), names, patients, new float[patients.size()]);
  }

  @Test
  void withoutATagOneFifthOfThePatientsAndOneFifthOfTheRestAreSetAside() {
    DatasetSplit split = SplitPlan.DEFAULT.split(all);
    assertThat(patients(split.test())).isEqualTo(12_908);
    assertThat(patients(split.validation())).isEqualTo(10_327);
    assertThat(patients(split.train())).isEqualTo(41_305);
    nearly(split, 142_320, 36_162, 44_932);
  }

  @Test
  void ds9505SetsAsideFivePercentOfThePatientsAndTakesTheOfficialTestSet() {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < TEST_IMAGES; i++) {
      others.add(Integer.toString(PATIENTS + 1 + i % 200));
    }
    DatasetSplit split = SplitPlan.ofTag("DS9505").withTest(all, samples(others));
    assertThat(patients(split.validation())).isEqualTo(3_227);
    assertThat(patients(split.train())).isEqualTo(PATIENTS - 3_227);
    assertThat(split.test().size()).isEqualTo(TEST_IMAGES);
    assertThat(split.train().size() + split.validation().size()).isEqualTo(211_818 + 11_596);
    assertThat(split.validation().size()).isCloseTo(11_596, Percentage.withPercentage(5));
  }

  private static void nearly(DatasetSplit split, int train, int validation, int test) {
    assertThat(split.train().size()).isCloseTo(train, Percentage.withPercentage(2));
    assertThat(split.validation().size()).isCloseTo(validation, Percentage.withPercentage(5));
    assertThat(split.test().size()).isCloseTo(test, Percentage.withPercentage(5));
    int sum = split.train().size() + split.validation().size() + split.test().size();
    assertThat(sum).isEqualTo(train + validation + test).isEqualTo(IMAGES);
  }

  private static int patients(Samples samples) {
    return new HashSet<>(samples.patients()).size();
  }
}
