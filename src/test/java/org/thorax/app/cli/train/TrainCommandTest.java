package org.thorax.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.app.cli.TrainedRun;
import org.thorax.model.DeviceSession;

class TrainCommandTest {
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Test
  void aRunLeavesItsModelItsFiguresAndItsLogEntry() throws IOException {
    CommandLineRun run = phantom.train(work).succeeds();
    Path folder = SmallPhantom.experiment(work);
    assertThat(folder).hasFileName("tiny_" + SmallPhantom.NAME);
    assertThat(names(folder))
        .contains(
            "batches.csv",
            "history.csv",
            "config.json",
            "finished.json",
            "logs",
            "predictions_probs.csv",
            "predictions_classes.csv")
        .noneMatch(name -> name.endsWith(".part") || name.equals("skipped-images.txt"));
    assertThat(run.out()).contains(SmallPhantom.savedModel(work).toString(), "epoch 1: loss");
    JsonNode entry = new TrainedRun(work).entries().get(0);
    assertThat(entry.path("name").asText()).isEqualTo("tiny_" + SmallPhantom.NAME);
    assertThat(entry.path("version").asText()).isEqualTo("1");
    assertThat(run.out()).contains(entry.path("id").asText());
  }

  @Test
  void theConfigurationSaysHowItsCallbacksWereSet() throws IOException {
    phantom
        .train(
            work,
            "--early-stopping",
            "patience=7,monitor=val_auc,restore_best_weights=always",
            "--reduce-lr-on-plateau",
            "min_lr=1e-6",
            "--keep",
            "best",
            "--no-tensorboard")
        .succeeds();
    assertThat(new TrainedRun(work).config().path("callbacks"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"early_stopping": {"monitor": "val_auc", "mode": "auto", "patience": 7, "min_delta": 0.0,
                      "baseline": null, "start_from_epoch": 0, "restore_best_weights": "always"},
                     "reduce_lr_on_plateau": {"monitor": "val_loss", "mode": "auto", "factor": 0.5, "patience": 2,
                      "min_delta": 0.0001, "cooldown": 0, "min_lr": 0.000001},
                     "terminate_on_nan": false, "keep": "best", "tensorboard": false}
                    """));
  }

  @Test
  void everyLineForMachinesIsJsonThoseOfTheUploadToo() throws IOException {
    Path store = Files.createDirectory(work.resolve("store"));
    CommandLineRun run =
        phantom.train(work, "--log-format", "json", "--upload", "--store", store).succeeds();
    List<JsonNode> events = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertThat(events).extracting(event -> event.path("event").asText()).doesNotContain("");
    assertThat(events)
        .filteredOn(event -> event.path("event").asText().equals("uploaded"))
        .extracting(event -> event.path("file").asText())
        .containsExactlyInAnyOrderElementsOf(
            names(store).stream().filter(name -> !name.startsWith(".")).toList());
    assertThat(events)
        .filteredOn(event -> event.path("event").asText().equals("upload"))
        .anySatisfy(
            event ->
                assertThat(event.path("bytes").asLong())
                    .isPositive()
                    .isEqualTo(event.path("size").asLong()));
  }

  @Test
  void aFileAndARunLikeItTrainTheSame() throws IOException {
    Path file =
        Files.writeString(
            work.resolve("small.yaml"),
            "labels: {classes: [Pleural Effusion, Lung Opacity]}\n"
                + "images: {dim: 32}\n"
                + "objective: {loss: custom_binary_crossentropy}\n"
                + "fit: {epochs: 1, batch_size: 8}\n");
    trainLike(work.resolve("once"), file.toString(), "--set", "fit.batch_size=4").succeeds();
    Path folder = SmallPhantom.experiment(work.resolve("once"));
    // Classes of one's own are in no name, so a checksum is.
    assertThat(folder.getFileName().toString())
        .matches("tiny_Chexpert_BCE_E1_B4_C0_N2_D32_1LR3_Adam_x[0-9a-f]{6}");
    assertThat(
            new TrainedRun(work.resolve("once"))
                .config()
                .at("/configuration/fit/batch_size")
                .asInt())
        .isEqualTo(4);
    String id = new TrainedRun(work.resolve("once")).entries().get(0).path("id").asText();
    trainLike(work.resolve("once"), "--like", id).succeeds();
    assertThat(new TrainedRun(work.resolve("once")).entries().get(1).path("test"))
        .isEqualTo(new TrainedRun(work.resolve("once")).entries().get(0).path("test"));
  }

  private CommandLineRun trainLike(Path place, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", phantom.folder(), "--device", "cpu"));
    all.addAll(List.of("--models-dir", place.resolve("models")));
    all.addAll(List.of("--logs", place.resolve("logs")));
    all.addAll(List.of(withTiny()));
    return CommandLineRun.thorax(all.toArray());
  }

  @Test
  void twoRunsOfOneSeedWriteTheSameBytes() throws IOException {
    Path again = work.resolve("again");
    Path other = work.resolve("other");
    phantom.train(work.resolve("once"), "--seed", "5").succeeds();
    phantom.train(again, "--seed", "5").succeeds();
    phantom.train(other, "--seed", "6").succeeds();
    assertThat(new TrainedRun(again).weights())
        .isEqualTo(new TrainedRun(work.resolve("once")).weights())
        .isNotEqualTo(new TrainedRun(other).weights());
  }

  @Test
  void imagesFromTheCacheGiveTheSameBytes() throws IOException {
    phantom.train(work.resolve("without")).succeeds();
    for (String run : List.of("first", "second")) {
      phantom.train(work.resolve(run), "--cache", "--cache-dir", work.resolve("cache")).succeeds();
      assertThat(new TrainedRun(work.resolve(run)).weights())
          .isEqualTo(new TrainedRun(work.resolve("without")).weights());
    }
    assertThat(work.resolve("cache")).isNotEmptyDirectory();
  }

  @Test
  void withoutShufflingTheOrderIsTheTables() throws IOException {
    phantom.train(work.resolve("a"), "--no-shuffle").succeeds();
    phantom.train(work.resolve("b")).succeeds();
    assertThat(new TrainedRun(work.resolve("a")).losses())
        .isNotEqualTo(new TrainedRun(work.resolve("b")).losses());
    assertThat(new TrainedRun(work.resolve("a")).config().path("shuffle").asBoolean()).isFalse();
    assertThat(new TrainedRun(work.resolve("b")).config().path("shuffle").asBoolean()).isTrue();
  }

  @Test
  void anEpochEndsAfterItsSteps() throws IOException {
    String twoEpochs = BENCHMARK.replace("E1", "E2");
    phantom.train(twoEpochs, work, withTiny("--steps-per-epoch", "2")).succeeds();
    assertThat(new TrainedRun(work).losses()).hasSize(4);
    assertThat(new TrainedRun(work).config().path("steps_per_epoch").asInt()).isEqualTo(2);
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorAndNotASilentCpuRun() {
    assumeThat(DeviceSession.gpuIsThere()).as("there is a GPU").isFalse();
    CommandLineRun.thorax(
            "train",
            BENCHMARK,
            "--data",
            phantom.folder(),
            "--classes",
            SmallPhantom.CLASSES,
            "--backbone",
            SmallPhantom.tiny(),
            "--scaling",
            "tf",
            "--device",
            "gpu",
            "--models-dir",
            work.resolve("models"),
            "--logs-dir",
            work.resolve("logs"))
        .failsSaying("Expected a GPU", "--device cpu");
    assertThat(work.resolve("models")).doesNotExist();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
