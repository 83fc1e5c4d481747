package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.Fold;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.FoldName;

class CrossValidationSetsTest {
  @TempDir private Path folder;

  @Test
  void aFoldWithoutPositivesOfAClassIsNamed() throws IOException {
    // Edema has a positive of one patient, and an uncertain one that does not count.
    table(20, 1);
    CrossValidation four = folds(4, true);
    assertThat(four.remarks()).hasSize(3).allMatch(each -> each.contains("no positives of Edema"));
    assertThat(four.fingerprints()).doesNotHaveDuplicates().hasSize(4);
    table(20, 8);
    CrossValidation enough = folds(4, true);
    assertThat(enough.remarks()).isEmpty();
    assertThat(enough.fingerprints()).doesNotContainAnyElementsOf(four.fingerprints());
    assertThat(folds(4, false).fingerprints()).doesNotContainAnyElementsOf(enough.fingerprints());
  }

  @Test
  void fewerPatientsThanFoldsAndFewerStillThanSetsAreRefused() throws IOException {
    table(3, 1);
    assertThatThrownBy(() -> folds(4, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("4 folds of 3 patients");
    assertThat(folds(3, false).benchmarks()).hasSize(3);
    // One patient remains, who cannot be in both the training and the validation set.
    table(2, 1);
    assertThatThrownBy(() -> folds(2, false))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("leaves one side empty");
  }

  private CrossValidation folds(int count, boolean stratified) {
    Benchmark plain = Benchmark.parse("Chexpert_BCE_E1_B8_N2", List.of("Edema", "Fracture"));
    List<Benchmark> benchmarks =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> FoldName.with(new Fold(number, count), plain))
            .map(each -> each.with(each.split().withStratified(stratified)))
            .toList();
    return CrossValidation.of(benchmarks, DatasetSource.of(folder, BadImagePolicy.FAIL));
  }

  private void table(int patients, int positive) throws IOException {
    List<String> lines = new ArrayList<>(List.of("Path,Edema,Fracture"));
    for (int patient = 1; patient <= patients; patient++) {
      String edema = patient <= positive ? "1.0" : patient == patients ? "-1.0" : "0.0";
      lines.add(
          "train/patient%05d/study1/view1_frontal.jpg,%s,%s"
              .formatted(patient, edema, patient % 2 == 0 ? "1.0" : ""));
    }
    Files.write(folder.resolve("train.csv"), lines);
  }
}
