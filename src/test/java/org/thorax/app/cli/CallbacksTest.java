package org.thorax.app.cli;

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
import org.thorax.oracle.Oracle;

/** Callbacks of real runs. */
class CallbacksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THREE_EPOCHS = SmallPhantom.BENCHMARK.replace("E1", "E3");
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Tag("oracle")
  @Test
  void tensorBoardReadsTheFiguresOfTheTables() throws IOException {
    phantom.train(THREE_EPOCHS, work, SmallPhantom.withTiny("--seed", "3")).succeeds();
    Path folder = SmallPhantom.experiment(work);
    String out = Oracle.run("event_files.py", folder.resolve("logs"));
    JsonNode events = JSON.readTree(out.strip().substring(out.strip().lastIndexOf('\n') + 1));
    List<List<String>> history = table(folder.resolve("history.csv"));
    List<String> names = history.get(0);
    for (int column = 1; column < names.size(); column++) {
      String name = names.get(column);
      boolean validation = name.startsWith("val_");
      String tag =
          "epoch_"
              + (validation ? name.substring(4) : name.replace("learning rate", "learning_rate"));
      if (!name.equals("lr")) {
        compare(events.path(validation ? "validation" : "train").path(tag), history, column, tag);
      }
    }
    List<List<String>> batches = table(folder.resolve("batches.csv"));
    JsonNode rates = events.path("train").path("batch_learning_rate");
    assertThat(rates).hasSize(batches.size() - 1);
    assertThat(rates.get(0).get(0).asInt()).isEqualTo(1);
    assertThat(rates.get(0).get(1).asDouble()).isCloseTo(1e-3, within(1e-9));
    assertThat(events.path("train_images")).hasSize(4);
    assertThat(events.path("train_images").path("input/0").get(0).toString())
        .isEqualTo("[32,32,\"89504e47\"]");
    assertThat(events.path("hparams").path("optimizer").asText()).isEqualTo("Adam");
    assertThat(events.path("hparams").path("seed").asInt()).isEqualTo(3);
    assertThat(events.path("status").asInt()).isEqualTo(1);
  }

  private static void compare(
      JsonNode scalars, List<List<String>> history, int column, String tag) {
    assertThat(scalars).as(tag).hasSize(history.size() - 1);
    for (int epoch = 0; epoch < scalars.size(); epoch++) {
      assertThat(scalars.get(epoch).get(0).asInt()).isEqualTo(epoch);
      assertThat((float) scalars.get(epoch).get(1).asDouble())
          .as(tag)
          .isEqualTo(Float.parseFloat(history.get(epoch + 1).get(column)));
    }
  }

  @Test
  void earlyStoppingBringsTheBestWeightsBack() throws IOException {
    // No epoch can improve by so much, so the first one stays the best.
    CommandLineRun run =
        phantom
            .train(
                THREE_EPOCHS.replace("E3", "E5"),
                work,
                SmallPhantom.withTiny(
                    "--early-stopping", "patience=2,min_delta=9", "--keep", "all"))
            .succeeds();
    assertThat(run.out())
        .contains("early stopping", "The weights are those of epoch 1, the best one");
    Path folder = SmallPhantom.experiment(work);
    assertThat(table(folder.resolve("history.csv"))).hasSize(1 + 3);
    try (var all = Files.list(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.matches("weights\\.0[123]-\\d+\\.\\d\\d\\.hdf5"))
          .hasSize(3);
    }
  }

  @Tag("oracle")
  @Test
  void aLossThatIsNotANumberEndsTrainingWhereThatIsWanted() throws IOException {
    phantom.train(work.resolve("first")).succeeds();
    Path first = SmallPhantom.savedModel(work.resolve("first"));
    Path damaged = work.resolve("damaged.h5");
    Files.copy(first.resolveSibling(first.getFileName() + ".h5"), damaged);
    Oracle.run("without_number.py", damaged);
    CommandLineRun run =
        phantom
            .train(THREE_EPOCHS, work, "--model", damaged, "--scaling", "tf", "--terminate-on-nan")
            .succeeds();
    assertThat(run.out()).contains("Training ended in epoch 1: the loss became NaN", "Model");
    assertThat(table(SmallPhantom.experiment(work).resolve("batches.csv"))).hasSize(2);
    assertThat(SmallPhantom.experiment(work).resolve("weights.01-nan.hdf5")).exists();
  }

  @Tag("long")
  @Test
  void ctrlCEndsAfterTheStepAndTheRunGoesOn() throws Exception {
    String many = THREE_EPOCHS.replace("E3", "E400");
    Object[] command = {
      "train",
      many,
      "--data",
      phantom.folder(),
      "--device",
      "cpu",
      "--classes",
      SmallPhantom.CLASSES,
      "--backbone",
      SmallPhantom.tiny(),
      "--scaling",
      "tf",
      "--no-early-stopping",
      "--keep",
      "none",
      "--no-tensorboard",
      "--models-dir",
      work.resolve("models"),
      "--logs-dir",
      work.resolve("logs")
    };
    try (ThoraxProcess process = ThoraxProcess.start(command)) {
      process.awaitLine("epoch 2:");
      process.interrupt();
      ThoraxProcess.Ended ended = process.end();
      assertThat(ended.exit()).as(ended.out()).isEqualTo(130);
      assertThat(ended.out())
          .contains("the state is saved. Continue with: thorax train --resume")
          .doesNotContain("\033");
    }
    Path folder = SmallPhantom.experiment(work);
    int before = table(folder.resolve("batches.csv")).size();
    // The plain command would lose the state.
    CommandLineRun.thorax(command).failsSaying("An unfinished run", "--resume", "--restart");
    try (ThoraxProcess process =
        ThoraxProcess.start("train", "--resume", "--models-dir", work.resolve("models"))) {
      process.awaitLine("epoch ");
      process.interrupt();
      assertThat(process.end().exit()).isEqualTo(130);
    }
    List<List<String>> batches = table(folder.resolve("batches.csv"));
    assertThat(batches).hasSizeGreaterThan(before);
    assertThat(batches.stream().map(row -> row.get(0) + " " + row.get(1))).doesNotHaveDuplicates();
  }

  @Test
  void wrongArgumentsOfCallbacksAreWrongUsage() {
    phantom
        .train(work, "--early-stopping", "patients=3")
        .isWrongUsageSaying("--early-stopping does not know 'patients'");
    phantom.train(work, "--keep", "some").isWrongUsageSaying("--keep must be");
    phantom.train(work, "--save-every", "often").isWrongUsageSaying("--save-every must be");
  }

  private static List<List<String>> table(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(List.of(line.split(",", -1)));
    }
    return rows;
  }
}
