package org.thorax.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.app.cli.ThoraxProcess;

/** The programs in {@code examples} and the sample in {@code docs/java.md} run as they stand. */
@Tag("slow")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();

  /** Where the programs run; has what the sample reads. */
  @TempDir private static Path work;

  private static Path data;
  private static Path backbone;

  @BeforeAll
  static void drawDataAndImportABackbone() throws IOException {
    data = work.resolve("data/chexpert/full");
    backbone = work.resolve("keras-weights/DenseNet121");
    Files.createDirectories(data.getParent());
    Files.createDirectories(backbone.getParent());
    SmallPhantom.in(data);
    CommandLineRun imported =
        CommandLineRun.thorax(
            "backbone", "import", SmallPhantom.tiny(), "--scaling", "tf", "--out", backbone);
    assertThat(imported.exit()).as(imported.err()).isZero();
  }

  @Test
  void trainingEvaluatesAndSaves() throws Exception {
    assertThat(example("Train", data, backbone, "model.keras"))
        .containsPattern("Epoch 2: loss 0\\.\\d+, validation loss 0\\.\\d+")
        .containsPattern("Mean AUC of \\d+ test images: 0\\.\\d+");
    assertThat(work.resolve("model.keras")).isRegularFile();
  }

  @Test
  void aModelWithOwnLossAndAugmentationPredictsAndExplains() throws Exception {
    assertThat(example("OwnLossAndAugmentation", data, backbone, "own"))
        .containsPattern("Brier scores of the epochs: \\[0\\.\\d+, 0\\.\\d+]");
    Path film;
    try (Stream<Path> all = Files.walk(data)) {
      film = all.filter(file -> file.toString().endsWith(".jpg")).findFirst().orElseThrow();
    }
    assertThat(example("Predict", "own", film))
        .containsPattern("\\.jpg: (Pleural Effusion|Lung Opacity) 0\\.\\d+");
    Files.createDirectory(work.resolve("maps"));
    assertThat(example("Explain", "own", film, "maps")).contains("Pleural Effusion 0.");
    assertThat(work.resolve("maps/Lung-Opacity.png")).isRegularFile();
  }

  @Test
  void scoresMadeElsewhereAreEvaluated() throws Exception {
    assertThat(example("EvaluateScores", "page"))
        .contains("Edema: AUC 0.889", "3 of 6 images positive")
        .contains("Cardiomegaly: AUC", "Mean AUC");
    assertThat(work.resolve("page/index.html")).isRegularFile();
  }

  @Test
  void theJShellSessionRunsToItsEnd() throws Exception {
    String printed =
        run(
            "jshell",
            "-J-Djava.util.prefs.userRoot=" + work,
            "--feedback",
            "concise",
            "--class-path",
            classPath(),
            "-R-Ddata=" + data,
            "-R-Dbackbone=" + backbone,
            EXAMPLES.resolve("session.jsh"));
    assertThat(printed)
        .containsPattern("\\d+ images to train on")
        .containsPattern("Validation loss: \\[0\\.\\d+]")
        .containsPattern("Explained: \\[(Pleural Effusion|Lung Opacity)]")
        .containsPattern("Mean AUC: (0\\.\\d+|1\\.0)");
  }

  @Test
  void theSampleInTheDocumentationRunsAsPrinted() throws Exception {
    Matcher sample =
        Pattern.compile("```java\n(import .*?\n)\n(var data.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/java.md")));
    assertThat(sample.find()).isTrue();
    Path program = work.resolve("Sample.java");
    Files.writeString(
        program,
        "%s%nclass Sample { public static void main(String[] arguments) {%n%s%n} }"
            .formatted(sample.group(1), sample.group(2)));
    // Drawn for 24 patients, so few of each class that a mean may not be defined.
    assertThat(source(program)).containsPattern("0\\.\\d+|1\\.0|NaN");
    assertThat(work.resolve("densenet.keras")).isRegularFile();
  }

  /** JShell wants every part of it to be there. */
  private static String classPath() {
    return Arrays.stream(ThoraxProcess.classPath().split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::exists)
        .map(part -> part.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String example(String name, Object... arguments) throws Exception {
    return source(EXAMPLES.resolve(name + ".java"), arguments);
  }

  private static String source(Path program, Object... arguments) throws Exception {
    List<Object> command =
        new ArrayList<>(List.of("java", "-Xmx1g", "-cp", classPath(), program.toString()));
    command.addAll(Arrays.asList(arguments));
    return run(command.toArray());
  }

  private static String run(Object... command) throws IOException, InterruptedException {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    List<String> all = new ArrayList<>(words);
    all.set(0, Path.of(System.getProperty("java.home"), "bin", words.get(0)).toString());
    Process process =
        new ProcessBuilder(all).directory(work.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
