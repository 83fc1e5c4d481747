package org.thorax.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;

/** {@code dataset stats BENCHMARK}: the labels that will be learned. */
class BenchmarkStatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** 100 patients in three fixed sets: 60, 20, 20 images. */
  @BeforeEach
  void aTableWithItsOwnSets() throws IOException {
    List<String> lines = new ArrayList<>(List.of("image,patient,set,TB,Nodule"));
    IntStream.range(0, 100)
        .forEach(
            i ->
                lines.add(
                    "%d.png,p%d,%s,%s,%s"
                        .formatted(
                            i,
                            i,
                            i < 60 ? "train" : i < 80 ? "valid" : "test",
                            i % 4 == 0 ? "1" : "0",
                            i % 10 == 0 ? "-1" : i % 5 == 0 ? "1" : i % 3 == 0 ? "" : "0")));
    Files.write(folder.resolve("labels.csv"), lines);
    Files.writeString(
        folder.resolve("dataset.yaml"),
        """
        name: Own
        table: labels.csv
        image: image
        patient: patient
        sets: {column: set, train: train, validation: valid, test: test}
        labels:
          columns: [TB, Nodule]
        """);
  }

  private JsonNode stats(String benchmark, Object... more) throws IOException {
    List<Object> arguments =
        new ArrayList<>(List.of("dataset", "stats", benchmark, "--data", folder, "--json"));
    arguments.addAll(List.of(more));
    return JSON.readTree(CommandLineRun.thorax(arguments.toArray()).succeeds().out());
  }

  @Test
  void labelsAreEncodedPerSetAndWeighted() throws IOException {
    JsonNode ones = stats("Own_WBCE_E1_B8_N2_Uones");
    assertThat(ones.at("/training/images").asInt()).isEqualTo(60);
    assertThat(ones.at("/validation/patients").asInt()).isEqualTo(20);
    assertThat(ones.at("/training/classes/Nodule"))
        .hasToString("{\"positive\":12,\"negative\":48,\"between\":0,\"unlabelled\":0}");
    assertThat(ones.at("/test/classes/TB/positive").asInt()).isEqualTo(5);
    assertThat(ones.at("/class_weights/used").asBoolean()).isTrue();
    // Positive weights 60/15 and 60/12, normalised to the sum 10.
    assertThat(ones.at("/class_weights/positive/0").asDouble()).isCloseTo(40 / 9.0, within());
    assertThat(ones.at("/class_weights/positive/1").asDouble()).isCloseTo(50 / 9.0, within());

    JsonNode masked = stats("Own_Masked_CWBCE_E1_B8_N2_Uignore");
    assertThat(masked.at("/training/classes/Nodule"))
        .hasToString("{\"positive\":6,\"negative\":32,\"between\":0,\"unlabelled\":22}");
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-5);
  }

  @Test
  void theTextNamesSetsClassesAndWeights() {
    String text =
        CommandLineRun.thorax("dataset", "stats", "Own_BCE_E1_B8_N2", "--data", folder)
            .succeeds()
            .out();
    assertThat(text)
        .contains("Own_BCE_E1_B8_N2: the description's sets")
        .contains("training          60      60            60")
        .contains("Nodule  training           6        54")
        .contains("Class weights, which this loss does not use");
  }

  @Test
  void whatDoesNotBelongToABenchmarkIsRefused() {
    CommandLineRun.thorax(
            "dataset", "stats", "Own_BCE_E1_B8_N2", "--data", folder, "--split", "none")
        .failsSaying("The benchmark says how patients are split");
    CommandLineRun.thorax("dataset", "stats", folder, "--data", folder)
        .failsSaying("is one already");
    CommandLineRun.thorax("dataset", "stats", folder.resolve("no_where"))
        .failsSaying("There is no");
    CommandLineRun.thorax("dataset", "stats", "Own_BCE_E1_B8_N3", "--data", folder)
        .isWrongUsageSaying("3 classes");
    CommandLineRun.thorax("dataset", "stats", "Own_BCE_E1_B8_N2_Uignore", "--data", folder)
        .isWrongUsageSaying("leave cells without a label");
  }
}
