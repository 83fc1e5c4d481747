package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.log.PythonJson;
import org.thorax.oracle.Golden;

class LoggedBenchmarkTest {
  private static final ClassWeights WEIGHTS =
      ClassWeights.of(
          DatasetName.CHEXPERT.classes(5).orElseThrow(),
          new long[] {1, 2, 3, 4, 5},
          new long[] {9, 8, 7, 6, 5},
          10);

  private static ObjectNode logged(String name) {
    TrainingData data =
        new TrainingData(Path.of("./data/chexpert/full"), 10, 3, 2, Optional.of(WEIGHTS));
    return LoggedBenchmark.of(Benchmark.parse(name), data);
  }

  @Test
  void theKeysAndTheirKindsAreThoseOfTheNewestEntry() throws IOException {
    JsonNode entries =
        Golden.json("golden/logs/unvalidated-experiment-log.json").get("experiments");
    JsonNode newest = entries.get(entries.size() - 1).get("benchmark");
    ObjectNode ours = logged("Chexpert_BCE_E3_B32_C0_N5_1LR4");
    assertThat(List.copyOf(ours.properties()).stream().map(e -> e.getKey()).toList())
        .containsExactlyElementsOf(newest.properties().stream().map(e -> e.getKey()).toList());
    for (String key :
        List.of("dataset_name", "dataset_folder", "models_dir", "split_seed", "dim")) {
      // Their texts, since a widened int of ours equals no read one.
      assertThat(ours.get(key).toString()).as(key).isEqualTo(newest.get(key).toString());
    }
    newest
        .properties()
        .forEach(
            e -> {
              if (!List.of("augmentation", "u_enc").contains(e.getKey())) {
                assertThat(ours.get(e.getKey()).getNodeType())
                    .as(e.getKey())
                    .isEqualTo(e.getValue().getNodeType());
              }
            });
  }

  @Test
  void whatDoesNotExistYetHasItsNeutralValue() {
    ObjectNode tree = logged("Chexpert_BCE_E3_B32_C0_N5_1LR4");
    assertThat(tree.get("upsample_factors").toString()).isEqualTo("{}");
    assertThat(tree.get("transformations").toString()).isEqualTo("{}");
    assertThat(tree.get("augmentation").isNull()).isTrue();
    assertThat(tree.get("u_enc").textValue()).isEqualTo("uzeroes");
    assertThat(PythonJson.write(tree.get("lr_factor"))).isEqualTo("1.0");
    assertThat(PythonJson.write(tree.get("learning_rate"))).isEqualTo("0.0001");
  }

  @Test
  void listsOfClassesAndFactorsAreLoggedAsTheOldEntriesHaveThem() throws IOException {
    for (String token : List.of("U75", "U66")) {
      ObjectNode ours = logged("Chexpert_BCE_E3_B32_C0_N12_" + token + "_DS9505_Upsampled");
      JsonNode old =
          Golden.entries().stream()
              .filter(entry -> entry.get("name").textValue().contains("_N12_"))
              .filter(entry -> entry.get("name").textValue().contains("_" + token + "_"))
              .map(entry -> entry.get("benchmark"))
              .findFirst()
              .orElseThrow();
      for (String key : List.of("u_enc", "upsample_factors", "split_seed", "nan_replacement")) {
        assertThat(ours.get(key).toString()).as(key).isEqualTo(old.get(key).toString());
      }
    }
  }

  @Test
  void theRateIsRoundedToEightDecimals() {
    ObjectNode tree = logged("Chexpert_BCE_E3_B32_C0_N5_123LR9");
    assertThat(PythonJson.write(tree.get("learning_rate"))).isEqualTo("1.2e-07");
  }
}
