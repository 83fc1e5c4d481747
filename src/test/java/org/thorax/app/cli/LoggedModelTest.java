package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.model.keras.TinyClassifier;

/** Keras files that say nothing about themselves, asked by the names that the logs know. */
class LoggedModelTest {
  private static final int SIZE = 64;
  private static final String NAME = "DenseNet121_Chexpert_BCE_E3_B32_C0_N2_sharp21_D64_1LR4_Adam";
  private static final String EARLY = NAME + "_20200504-101010.h5";
  private static final String LATE = NAME + "_20200722-101010.h5";
  private static final String ID = "11111111-a1b2-11ea-8000-0242ac11000";

  @TempDir private static Path folder;
  private static Path models;
  private static Path logs;
  private static Path image;

  @BeforeAll
  static void write() throws IOException {
    models = folder.resolve("models");
    logs = folder.resolve("logs");
    Path experiment = Files.createDirectories(models.resolve(NAME));
    TinyClassifier.writeKeras(experiment.resolve(LATE), "densenet121", 2, SIZE, 3);
    Files.copy(experiment.resolve(LATE), experiment.resolve(EARLY));
    new ExperimentLogs(logs).append(entry(ID + "1", EARLY));
    new ExperimentLogs(logs).append(entry(ID + "2", LATE));
    image = SmallPhantom.in(folder.resolve("phantom")).images().get(0);
  }

  private static ExperimentEntry entry(String id, String file) {
    ObjectNode benchmark = JsonNodeFactory.instance.objectNode();
    benchmark.put("benchmark_name", NAME.replaceFirst("^[^_]*_", ""));
    benchmark.put("loss", "binary_crossentropy").put("optimizer", "Adam").put("epochs", 3);
    benchmark.put("learning_rate", 1e-4).put("batch_size", 32).put("path_column", "Path");
    benchmark.put("nan_replacement", 0).put("u_enc", "uzeroes").put("crop", false);
    benchmark.putArray("dim").add(SIZE).add(SIZE);
    benchmark
        .putObject("transformations")
        .putObject("unsharp_mask")
        .put("radius", 2)
        .put("amount", 1);
    benchmark.putArray("label_columns").add("Cardiomegaly").add("Edema");
    return new ExperimentEntry(
        id,
        NAME,
        file,
        "1",
        Map.of("loss", List.of(0.5, 0.4, 0.3)),
        "Trained DenseNet121 architecture using the '" + NAME + "' benchmark.",
        Optional.empty(),
        Optional.empty(),
        Optional.of(benchmark),
        Map.of());
  }

  private static CommandLineRun asked(Object... arguments) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 4);
    System.arraycopy(
        new Object[] {"--models-dir", models, "--logs-dir", logs}, 0, all, arguments.length, 4);
    return CommandLineRun.thorax(all);
  }

  @Test
  void theLogSaysTheClassesTheSizeAndTheTransformations() {
    CommandLineRun run = asked("predict", ID + "2", image, "--csv");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("image,Cardiomegaly,Edema");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("those of run " + ID + "2", logs.toString());
    CommandLineRun unsharp =
        asked("predict", ID + "2", image, "--csv", "--classes", "Cardiomegaly,Edema", "--size", 64);
    assertThat(unsharp.err()).isEmpty();
    assertThat(unsharp.out()).isNotEqualTo(run.out());
  }

  @Test
  void aRunThatMayHaveSeenUnscaledImagesIsToldSo() {
    assertThat(asked("predict", ID + "1", image).err()).contains("--scaling none");
    assertThat(asked("predict", ID + "1", image, "--scaling", "none").err())
        .doesNotContain("2020-06-13");
  }

  @Test
  void itIsExplainedAsWell() {
    Path maps = folder.resolve("maps");
    CommandLineRun run = asked("explain", ID + "2", image, "--method", "occlusion", "--out", maps);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("those of run " + ID + "2");
    assertThat(maps).isNotEmptyDirectory();
  }

  @Test
  void itIsJudgedAndExportedAsTheLogSays() {
    Path data = folder.resolve("phantom");
    CommandLineRun evaluated =
        asked("evaluate", ID + "2", "--data", data, "--json", "--bootstrap", "0");
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.err())
        .contains("those of run " + ID + "2", "The benchmark is that of run");
    assertThat(evaluated.out()).contains("\"auc_cardiomegaly\"", "\"auc_edema\"");
    Path out = folder.resolve("exported");
    asked("export", ID + "2", "--format", "savedmodel", "--out", out).succeeds();
    String expected = asked("predict", ID + "2", image, "--csv").out();
    assertThat(asked("predict", out, image, "--csv").succeeds().out()).isEqualTo(expected);
  }

  @Test
  void logsThatCannotBeReadLeaveTheFileToItself() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("experiment-log.json"), "[{");
    Path file = models.resolve(NAME).resolve(LATE);
    CommandLineRun.thorax("predict", file, image, "--size", SIZE, "--logs-dir", broken)
        .failsSaying("--classes");
  }

  @Test
  void aFileThatNoLogKnowsIsAskedForItsClasses() throws IOException {
    Path stranger = Files.copy(models.resolve(NAME).resolve(LATE), folder.resolve("stranger.h5"));
    asked("predict", stranger, image, "--size", SIZE).failsSaying("--classes");
  }
}
