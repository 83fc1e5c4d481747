package org.thorax.app.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.oracle.Oracle;

/** A run of the original project, simulated by tf_keras, re-evaluated here. */
@Tag("oracle")
class ReevaluateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "b2c8a1f0-ec3b-11ea-a1b2-0242ac110002";
  private static JsonNode keras;
  private static SmallPhantom phantom;

  @TempDir private static Path folder;

  @BeforeAll
  static void simulate() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    String printed =
        Oracle.run(
            "legacy_experiment.py",
            phantom.folder(),
            32,
            folder.resolve("models"),
            folder.resolve("logs"));
    keras = JSON.readTree(printed.lines().reduce((before, last) -> last).orElseThrow());
  }

  @Test
  void theFiguresAreThoseOfKerasAndTheModelIsFoundByItsFilesName() throws IOException {
    CommandLineRun run = reevaluate(ID).succeeds();
    JsonNode entry = only("reevaluation_experiments.json");
    assertClose(entry.path("test_again"), keras.path("test"));
    assertClose(entry.path("val_again"), keras.path("validation"));
    assertThat(entry.path("val").path("auc").asDouble()).isEqualTo(0.6);
    assertThat(run.out()).contains("1 of 1 runs were re-evaluated.").doesNotContain("known:");
  }

  @Test
  void legacyGivesTheOriginalsFigures() throws IOException {
    reevaluate("--all", "--legacy").succeeds();
    JsonNode again = only("reevaluation_experiments.json").path("test_again");
    assertThat(again.path("auc").asDouble())
        .isCloseTo(keras.path("micro").path(0).asDouble(), within(1e-6));
    assertThat(again.path("f2_score_score_lung_opacity").asDouble())
        .isCloseTo(keras.path("test").path("f2_score_lung_opacity").asDouble(), within(1e-6));
    assertThat(again.has("f2_score_lung_opacity")).isFalse();
  }

  @Test
  void everyEpochsCheckpointIsJudged() throws IOException {
    reevaluate(ID, "--epochs").succeeds();
    JsonNode entries =
        JSON.readTree(folder.resolve("logs/epoch_reevaluation_experiments.json").toFile())
            .path("experiments");
    assertThat(entries).hasSize(2);
    for (int epoch = 1; epoch <= 2; epoch++) {
      JsonNode entry = entries.get(epoch - 1);
      assertThat(entry.path("epoch_model").asInt()).isEqualTo(epoch);
      assertClose(entry.path("test_again"), keras.path("epoch" + epoch));
    }
  }

  /** The command of docs/coming-from-python.md: nothing is given that the log knows. */
  @Test
  void evaluateTakesBenchmarkClassesAndScalingFromTheLogAsWell() throws IOException {
    CommandLineRun run = command("evaluate", ID, "--json", "--bootstrap", "0");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("note: Classes, size and transformations are those of run " + ID)
        .contains("note: The benchmark is that of run " + ID);
    JsonNode found = JSON.readTree(run.out()).path("keras_metrics");
    keras
        .path("test")
        .properties()
        .forEach(
            metric ->
                assertThat(found.path(metric.getKey()).asDouble(Double.NaN))
                    .as(metric.getKey())
                    .isCloseTo(metric.getValue().asDouble(), within(1e-6)));
  }

  @Test
  void exportPutsIntoASavedModelWhatTheLogKnowsOfTheFile() throws IOException {
    Path out = folder.resolve("exported");
    CommandLineRun run =
        CommandLineRun.thorax(
            "export",
            ID,
            "--format",
            "savedmodel",
            "--out",
            out,
            "--models-dir",
            folder.resolve("models"),
            "--logs-dir",
            folder.resolve("logs"));
    assertThat(run.succeeds().out()).contains("those of run " + ID);
    Path image = phantom.images().get(0);
    JsonNode exported =
        JSON.readTree(CommandLineRun.thorax("predict", out, image, "--json").succeeds().out());
    JsonNode logged = JSON.readTree(command("predict", ID, image, "--json").out());
    JsonNode expected = logged.get(0).path("probabilities");
    assertThat(expected.properties()).isNotEmpty();
    expected
        .properties()
        .forEach(
            each ->
                assertThat(exported.get(0).path("probabilities").path(each.getKey()).asDouble(-1))
                    .isCloseTo(each.getValue().asDouble(), within(1e-6)));
  }

  @Test
  void whatCannotBeJudgedAgainIsSaid() {
    CommandLineRun run = reevaluate("--models-dir", folder.resolve("nowhere"), ID);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("cannot be re-evaluated: its model DenseNet121_", "fetch it with --store");
    reevaluate("no-such-run").failsSaying("no-such-run");
    reevaluate().isWrongUsageSaying("--all");
  }

  private static void assertClose(JsonNode found, JsonNode expected) {
    assertThat(found.properties()).hasSameSizeAs(expected.properties());
    expected
        .properties()
        .forEach(
            metric ->
                assertThat(found.path(metric.getKey()).asDouble(Double.NaN))
                    .as(metric.getKey())
                    .isCloseTo(metric.getValue().asDouble(), within(1e-6)));
  }

  private static JsonNode only(String log) throws IOException {
    JsonNode entries =
        JSON.readTree(Files.readString(folder.resolve("logs").resolve(log))).path("experiments");
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static CommandLineRun reevaluate(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of("reevaluate"));
    arguments.addAll(List.of(given));
    return command(arguments.toArray());
  }

  private static CommandLineRun command(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of(given));
    arguments.addAll(List.of("--device", "cpu"));
    if (!given[0].equals("predict")) {
      arguments.addAll(List.of("--data", phantom.folder()));
    }
    if (!arguments.contains("--models-dir")) {
      arguments.addAll(List.of("--models-dir", folder.resolve("models")));
    }
    arguments.addAll(List.of("--logs-dir", folder.resolve("logs")));
    return CommandLineRun.thorax(arguments.toArray());
  }
}
