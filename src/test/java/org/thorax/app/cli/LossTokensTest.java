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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

/** Whole runs with every kind of loss; the tokens reach the training, the log and the files. */
class LossTokensTest {
  @TempDir private static Path drawn;
  @TempDir private static Path work;

  private static final List<CommandLineRun> RUNS = new ArrayList<>();
  private static JsonNode logged;

  @BeforeAll
  static void train() throws IOException {
    SmallPhantom phantom = SmallPhantom.in(drawn);
    for (String name :
        List.of(
            "Chexpert_Masked_CWBCE_E2_B8_C0_N2_Uignore_D32_1LR2_LF5_SGD",
            "Chexpert_WBCE_NoNorm_E1_B8_N2_UonesLSR_D32_1LR3_RMSprop",
            "AUCM_E1_B8_N2_D32",
            "BCE_E1_B8_N2_Umulticlass_D32_1LR3_AdamW")) {
      RUNS.add(phantom.train(name, work, SmallPhantom.withTiny()).succeeds());
    }
    List<Object> more = new ArrayList<>();
    for (String setting :
        List.of(
            "objective.arguments.alpha=0.25",
            "optimization.arguments.clipnorm=1",
            "optimization.arguments.use_ema=true",
            "optimization.schedule=cosine")) {
      more.addAll(List.of("--set", setting));
    }
    Object[] options = SmallPhantom.withTiny(more.toArray());
    RUNS.add(phantom.train("FOCAL_E1_B8_N2_D32_1LR3", work, options).succeeds());
    logged =
        new ObjectMapper()
            .readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
            .get("experiments");
  }

  @Test
  void theLogSaysWhatWasMinimised() {
    JsonNode masked = logged.at("/0/benchmark");
    assertThat(masked.get("loss").textValue()).isEqualTo("weighted_binary_crossentropy");
    assertThat(masked.get("nan_replacement").intValue()).isEqualTo(-1);
    assertThat(masked.get("u_enc").textValue()).isEqualTo("uignore");
    assertThat(masked.get("lr_factor").doubleValue()).isEqualTo(0.5);
    assertThat(logged.at("/0/history/lr").toString())
        .isEqualTo("[0.009999999776482582,0.004999999888241291]");
    JsonNode weighted = logged.at("/1/benchmark");
    assertThat(weighted.get("loss").textValue()).isEqualTo("binary_crossentropy");
    assertThat(weighted.get("use_class_weights").booleanValue()).isTrue();
    assertThat(weighted.get("optimizer").textValue()).isEqualTo("RMSprop");
    for (int c = 0; c < 2; c++) {
      double positive = weighted.get("positive_weights").get(c).doubleValue();
      double negative = weighted.get("negative_weights").get(c).doubleValue();
      assertThat(1 / positive + 1 / negative).isCloseTo(1, within(1e-9));
    }
    assertThat(logged.at("/2/benchmark/optimizer").textValue()).isEqualTo("PESG");
    assertThat(logged.at("/2/benchmark/loss_arguments").toString()).isEqualTo("{\"margin\":1.0}");
    assertThat(logged.at("/3/benchmark/loss").textValue()).isEqualTo("three_way_crossentropy");
  }

  @Test
  void threeOutputsAClassAreAskedAndJudgedByOneScoreAClass() throws IOException {
    Path model = model("Umulticlass");
    Path image = new SmallPhantom(drawn).images().get(0);
    CommandLineRun asked =
        CommandLineRun.thorax("predict", model, image, "--json", "--device", "cpu").succeeds();
    JsonNode probabilities = new ObjectMapper().readTree(asked.out()).at("/0/probabilities");
    assertThat(probabilities.properties()).hasSize(2);
    CommandLineRun evaluated =
        CommandLineRun.thorax(
            "evaluate", model, "--data", drawn, "--json", "--bootstrap", 0, "--device", "cpu");
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    JsonNode again = new ObjectMapper().readTree(evaluated.out()).path("keras_metrics");
    assertThat(again.path("auc").doubleValue())
        .isCloseTo(logged.at("/3/test/auc").doubleValue(), within(1e-6));
  }

  private static Path model(String part) throws IOException {
    try (Stream<Path> all = Files.walk(work.resolve("models"), 2)) {
      return all.filter(path -> Files.exists(path.resolve("saved_model.pb")))
          .filter(path -> path.toString().contains(part))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void whatNoNameSaysIsSetAndLogged() {
    JsonNode focal = logged.at("/4/benchmark");
    assertThat(focal.get("clipnorm").doubleValue()).isEqualTo(1);
    assertThat(focal.get("optimizer_arguments").toString())
        .isEqualTo("{\"ema_momentum\":0.99,\"use_ema\":true}");
    assertThat(focal.get("loss_arguments").toString()).isEqualTo("{\"alpha\":0.25,\"gamma\":2.0}");
    assertThat(focal.get("cosine").get("last_rate").doubleValue()).isZero();
    assertThat(RUNS.get(4).out()).contains("keeps no moving average");
  }

  @Test
  void threeOutputsAClassAreScoredAsOne() throws IOException {
    Path folder = experiment("BCE_E1_B8_N2_Umulticlass");
    for (String row : Files.readAllLines(folder.resolve("predictions_probs.csv"))) {
      assertThat(row.split(";", -1)).hasSize(2);
    }
  }

  @Tag("oracle")
  @Test
  void kerasOpensEveryFileAndIsToldTheNearestThatItHas() throws IOException {
    List<Object> files = new ArrayList<>();
    for (String name : List.of("CWBCE", "WBCE", "AUCM", "Umulticlass", "FOCAL")) {
      try (Stream<Path> all = Files.list(experiment("_" + name + "_"))) {
        files.add(all.filter(path -> path.toString().endsWith(".h5")).findFirst().orElseThrow());
      }
    }
    assertThat(Oracle.run("open_compiled.py", files.toArray()).lines())
        .containsExactly(
            "SGD binary_crossentropy 2",
            "RMSprop binary_crossentropy 2",
            "SGD binary_crossentropy 2",
            "AdamW categorical_crossentropy 6",
            "Adam BinaryFocalCrossentropy 2");
    assertThat(RUNS.get(0).out()).contains("Keras has no weighted_binary_crossentropy");
    assertThat(RUNS.get(2).out()).contains("Keras has no PESG").contains("no auc_margin");
  }

  private static Path experiment(String part) throws IOException {
    try (Stream<Path> all = Files.list(work.resolve("models"))) {
      return all.filter(path -> path.getFileName().toString().contains(part))
          .findFirst()
          .orElseThrow();
    }
  }
}
