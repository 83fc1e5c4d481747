package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.formats.io.AtomicDirectory;

/** A model of a benchmark in a file, pushed by the one who trained it and pulled elsewhere. */
class PulledModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static SmallPhantom phantom;
  private static String id;
  private static Set<String> trained;

  @BeforeAll
  static void trainAndPush() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    Path benchmark =
        Files.writeString(
            folder.resolve("mine.yaml"),
            "extends: Chexpert_BCE_E2_B8_C0_N5_D32_1LR3_Adam\nname: mine\n"
                + "labels: {classes: [Pleural Effusion, Lung Opacity]}\nsplit: {seed: 5}\n");
    List<Object> train = new ArrayList<>(List.of("train", benchmark, "--data", phantom.folder()));
    train.addAll(List.of("--keep", "all", "--device", "cpu"));
    train.addAll(List.of(SmallPhantom.withTiny()));
    run(train.toArray()).succeeds();
    id =
        JSON.readTree(folder.resolve("logs/unvalidated-experiment-log.json").toFile())
            .at("/experiments/0/id")
            .asText();
    trained = files();
    run("models", "push", id, "--store", folder.resolve("store")).succeeds();
    AtomicDirectory.delete(folder.resolve("models"));
  }

  @Test
  void everythingThatLaterCommandsNeedCameBack() throws IOException {
    String listed = run("models", "list", "--store", folder.resolve("store")).succeeds().out();
    assertThat(listed).doesNotContain("not in the logs").contains("6 files in");
    run("models", "pull", id, "--store", folder.resolve("store")).succeeds();
    assertThat(run("models", "verify", "--store", folder.resolve("store")).succeeds().out())
        .contains("All checksums")
        .doesNotContain("only stored");
    assertThat(trained).containsAll(files());
    assertThat(files())
        .filteredOn(
            name -> name.matches(".*(\\.h5|\\.yaml|-predictions\\.csv|\\.hdf5|saved_model\\.pb)"))
        .hasSize(6);
    run("models", "pull", id, "--store", folder.resolve("store")).succeeds();
    usedLikeTheTrainedOne();
    run("models", "delete", id, "--yes", "--store", folder.resolve("store")).succeeds();
    assertThat(run("models", "list", "--store", folder.resolve("store")).out())
        .startsWith("0 files");
  }

  private void usedLikeTheTrainedOne() throws IOException {
    JsonNode report = JSON.readTree(of("evaluate", id, "--json", "--bootstrap", "0").out());
    JsonNode entry =
        JSON.readTree(folder.resolve("logs/unvalidated-experiment-log.json").toFile())
            .at("/experiments/0");
    assertThat(report.path("keras_metrics").path("auc").asDouble())
        .isEqualTo(entry.at("/test/auc").asDouble());
    assertThat(of("reevaluate", id, "--epochs", "--scaling", "tf").out())
        .contains("1 of 1 runs were re-evaluated");
    assertThat(run("log", "list", "--in", "epoch-reevaluation").succeeds().out())
        .contains("2 runs");
    assertThat(run("predict", id, phantom.images().get(0), "--csv").succeeds().out())
        .startsWith("image,Pleural Effusion,Lung Opacity");
  }

  private static CommandLineRun of(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of(given));
    arguments.addAll(List.of("--data", phantom.folder(), "--device", "cpu"));
    CommandLineRun run = run(arguments.toArray());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    return run;
  }

  private static CommandLineRun run(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of(given));
    if (!given[0].equals("log")) {
      arguments.addAll(List.of("--models-dir", folder.resolve("models")));
    }
    arguments.addAll(List.of("--logs-dir", folder.resolve("logs")));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("models"))) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }
}
