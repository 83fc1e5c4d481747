package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetKind;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.DatasetReader;
import org.thorax.oracle.Golden;

/** One experiment on real radiographs, from the table to the prediction of the exported model. */
@Tag("shared")
class RealJobTest {
  private static final Path SAMPLE = Golden.shared("sample-nih");
  private static final String BENCHMARK = "Chestxray_BCE_E1_B16_C0_N2_D64_1LR4_Adam";
  private static final List<String> CLASSES = List.of("Pneumonia", "No Finding");

  @TempDir private Path work;

  @Test
  void realRadiographsAreTrainedLoggedExportedAndPredictedAlike() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLE), "skipped: ../shared/sample-nih is missing");
    CommandLineRun run =
        new SmallPhantom(SAMPLE)
            .train(BENCHMARK, work, SmallPhantom.withTiny("--classes", String.join(",", CLASSES)))
            .succeeds();
    Samples test = testSet();
    Path folder = SmallPhantom.experiment(work);
    List<double[]> logged =
        Files.readAllLines(folder.resolve("predictions_probs.csv")).stream()
            .map(line -> Arrays.stream(line.split(";", -1)))
            .map(cells -> cells.mapToDouble(Double::parseDouble).toArray())
            .toList();
    assertThat(logged).hasSize(test.size());
    assertThat(run.out()).contains("Test set, " + test.size() + " images", "auc");
    checkEntry(test);
    checkPredictions(predict(test), logged);
  }

  private static Samples testSet() {
    Samples all = new DatasetReader(DatasetKind.CHESTXRAY14, SAMPLE).read().withClasses(CLASSES);
    return SplitPlan.DEFAULT.split(all).test();
  }

  private void checkEntry(Samples test) throws IOException {
    JsonNode entries =
        new ObjectMapper()
            .readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
            .path("experiments");
    assertThat(entries).hasSize(1);
    JsonNode entry = entries.get(0);
    assertThat(entry.path("name").asText()).matches("tiny_" + BENCHMARK + "_x[0-9a-f]{6}");
    assertThat(entry.path("benchmark").path("num_samples_test").asInt()).isEqualTo(test.size());
    assertThat(entry.path("history").path("val_auc")).hasSize(1);
    assertThat(entry.path("test").path("auc").asDouble()).isBetween(0.0, 1.0);
  }

  private JsonNode predict(Samples test) throws IOException {
    List<Object> arguments =
        new ArrayList<>(List.of("predict", SmallPhantom.savedModel(work), "--json"));
    for (int i = 0; i < test.size(); i++) {
      arguments.add(test.image(i));
    }
    return new ObjectMapper().readTree(CommandLineRun.thorax(arguments.toArray()).succeeds().out());
  }

  private static void checkPredictions(JsonNode predicted, List<double[]> logged) {
    assertThat(predicted).hasSize(logged.size());
    for (int i = 0; i < logged.size(); i++) {
      JsonNode probabilities = predicted.get(i).path("probabilities");
      for (int c = 0; c < CLASSES.size(); c++) {
        assertThat(probabilities.path(CLASSES.get(c)).asDouble())
            .isCloseTo(logged.get(i)[c], within(1e-6));
      }
    }
  }
}
