package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.oracle.KerasModel;

/** What a benchmark's name says about a run, and what a run's name says about its benchmark. */
class NamesOfRunsTest {
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Tag("long")
  @Test
  void theArchitectureInFrontOfTheNameIsTrained() throws IOException {
    String name = BENCHMARK.replace("B8", "B4");
    phantom
        .train(
            "DenseNet121_" + name,
            work,
            "--weights",
            "none",
            "--steps-per-epoch",
            "1",
            "--no-tensorboard",
            "--freeze-backbone")
        .succeeds();
    JsonNode entry = new TrainedRun(work).entries().get(0);
    assertThat(entry.path("name").asText()).startsWith("DenseNet121_" + name + "_x");
    assertThat(entry.path("benchmark").path("benchmark_name").asText()).startsWith(name + "_x");
  }

  @Test
  void anotherArchitectureBesideTheNamesIsRefused() {
    phantom
        .train("Xception_" + BENCHMARK, work, "--architecture", "DenseNet121", "--weights", "none")
        .isWrongUsageSaying("begins with Xception", "--architecture is DenseNet121");
    phantom
        .train("DenseNet169_" + BENCHMARK, work, withTiny())
        .failsSaying("begins with DenseNet169", "network 'tiny'");
    assertThat(work.resolve("models")).doesNotExist();
  }

  @Tag("oracle")
  @Test
  void aFilesNameMaySayTheArchitectureOfTheNetworkToo() throws IOException {
    Path file =
        Files.writeString(
            work.resolve("mine.yaml"),
            "extends: Chexpert_BCE_E1_B8_C0_N5_D32_1LR3_Adam\nname: DenseNet121_mine\n"
                + "labels: {classes: [Pleural Effusion, Lung Opacity]}\n");
    Path backbone = KerasModel.of("keras2", "DenseNet121").savedModel();
    thorax(
            "train",
            file,
            "--data",
            phantom.folder(),
            "--models-dir",
            work.resolve("models"),
            "--logs-dir",
            work.resolve("logs"),
            "--backbone",
            backbone,
            "--scaling",
            "torch",
            "--steps-per-epoch",
            "1",
            "--no-tensorboard",
            "--freeze-backbone")
        .succeeds();
    assertThat(SmallPhantom.experiment(work)).hasFileName("DenseNet121_mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NASNetLarge", "Guendel19"})
  void anArchitectureThatIsNotThereIsRefusedByTrainAndParse(String architecture) {
    String name = architecture + "_Chexpert_BCE_E1_B16_N2_D64";
    phantom.train(name, work).isWrongUsageSaying("no architecture '" + architecture + "'");
    CommandLineRun parsed = thorax("benchmark", "parse", name, "--logs", work);
    assertThat(parsed.exit()).isEqualTo(1);
    assertThat(parsed.out()).contains("The name is invalid: There is no architecture");
  }

  @Test
  void aCropThatNoTemplateFitsIsRefusedByTrainAndParse() {
    String name = "Chexpert_BCE_E1_B16_C1_N5_D64";
    phantom.train(name, work, withTiny("--classes", "A,B,C,D,E")).isWrongUsageSaying("246 x 246");
    assertThat(thorax("benchmark", "parse", name, "--logs", work).out())
        .contains("The name is invalid: Cropping by template needs images of at least 246 x 246");
  }

  @Test
  void aNetworkHasToBeNamedSomewhere() {
    phantom.train(BENCHMARK, work).isWrongUsageSaying("--architecture, --backbone and --model");
  }

  @Tag("long")
  @Test
  void twoConfigurationsNeverShareAFolder() throws IOException {
    for (List<Object> options :
        List.of(
            List.<Object>of(),
            List.<Object>of("--valid-size", "0.3"),
            List.<Object>of("--stratified"),
            List.<Object>of("--split-seed", "5"),
            List.<Object>of("--classes", "Lung Opacity,Pleural Effusion"))) {
      List<Object> all = new ArrayList<>(options);
      all.addAll(List.of("--steps-per-epoch", "1", "--no-tensorboard"));
      phantom.train(work, all.toArray()).succeeds();
    }
    try (var folders = Files.list(work.resolve("models"))) {
      assertThat(folders)
          .hasSize(5)
          .allSatisfy(
              folder ->
                  assertThat(folder.getFileName().toString())
                      .matches("tiny_" + BENCHMARK + "_x[0-9a-f]{6}"));
    }
  }

  @Test
  void aRunWithOwnSharesAndClassesIsEvaluatedAsItWasTrained() throws IOException {
    phantom.train(work, "--valid-size", "0.3", "--no-tensorboard").succeeds();
    Path model = SmallPhantom.savedModel(work);
    CommandLineRun run =
        thorax("evaluate", model, "--data", phantom.folder(), "--out", work.resolve("evaluation"));
    assertThat(run.exit()).as(run.err()).isZero();
    // Alone, without the run's folder, it says its tokens, its classes and their checksum.
    Path moved = work.resolve("moved");
    SmallPhantom.copy(model, moved);
    CommandLineRun alone =
        thorax("evaluate", moved, "--data", phantom.folder(), "--out", work.resolve("alone"));
    assertThat(alone.err()).contains("_x", "--benchmark FILE.yaml");
  }

  @Test
  void aModelThatIsMovedIsEvaluatedWithTheClassesThatItNames() throws IOException {
    phantom.train(work, "--no-tensorboard").succeeds();
    Path moved = work.resolve("moved");
    SmallPhantom.copy(SmallPhantom.savedModel(work), moved);
    CommandLineRun run =
        thorax("evaluate", moved, "--data", phantom.folder(), "--out", work.resolve("evaluation"));
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void aClassWithoutPositivesOnlyMattersToALossThatWeighs() throws IOException {
    SmallPhantom healthy = phantom.copiedTo(work.resolve("healthy"));
    Path table = healthy.folder().resolve("train.csv");
    List<String> lines = Files.readAllLines(table);
    int column = List.of(lines.get(0).split(",", -1)).indexOf("Lung Opacity");
    List<String> changed = new ArrayList<>(List.of(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      cells[column] = "0.0";
      changed.add(String.join(",", cells));
    }
    Files.write(table, changed);
    CommandLineRun run = healthy.train(work, "--no-tensorboard").succeeds();
    assertThat(run.out()).contains("learns nothing", "Lung Opacity");
    assertThat(new TrainedRun(work).entries().get(0).path("benchmark").path("positive_weights"))
        .isEmpty();
    for (String loss : List.of("CWBCE", "WBCE", "PWBCE", "AUCM")) {
      healthy
          .train(BENCHMARK.replace("BCE", loss).replace("_1LR3_Adam", ""), work, withTiny())
          .failsSaying("'Lung Opacity' has 0 positives");
    }
  }
}
