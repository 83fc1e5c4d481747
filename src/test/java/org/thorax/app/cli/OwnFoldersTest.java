package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on where it was writes into its own folders alone. */
class OwnFoldersTest {
  @TempDir private static Path folder;

  private static SmallPhantom phantom;
  private static Path model;

  @TempDir private Path work;

  @BeforeAll
  static void train() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    phantom.train(folder.resolve("one")).succeeds();
    model = SmallPhantom.savedModel(folder.resolve("one"));
  }

  @Test
  void whatGoesOnWhereItWasGoesOnInItsOwnFolderAlone() throws IOException {
    Path out = Files.createDirectory(work.resolve("out"));
    Files.writeString(out.resolve("train.csv"), "precious");
    Path log = out.resolve("Xception_" + SmallPhantom.BENCHMARK + ".log");
    Files.writeString(log, "precious");
    CommandLineRun.thorax("preprocess", phantom.folder(), "--out", out)
        .failsSaying(out, "name another");
    CommandLineRun.thorax("quickstart", "--data", out).failsSaying(out, "name another");
    Path plan =
        Files.writeString(
            work.resolve("plan.yaml"),
            "benchmarks: [%s]\narchitectures: [Xception]\n".formatted(SmallPhantom.BENCHMARK));
    CommandLineRun.thorax("run", plan, "--plan-dir", out).failsSaying(log, "--plan-dir");
    Files.createDirectories(out.resolve("models"));
    Path page = out.resolve("models").resolve(experiment() + ".md");
    Files.writeString(page, "precious\n");
    Map<String, String> before = FolderContents.of(out);
    Object[] wiki = {"wiki", experiment(), "--logs", folder.resolve("one/logs"), "--out", out};
    OutputCase.done(CommandLineRun.thorax(wiki));
    assertThat(Files.readString(page)).startsWith("precious\n");
    before.remove("models/" + page.getFileName());
    assertThat(FolderContents.of(out)).containsAllEntriesOf(before);
  }

  @Test
  void trainingWritesIntoItsOwnFoldersAlone() throws IOException {
    Path run = work.resolve("models").resolve(experiment());
    Files.createDirectories(run);
    for (String name : List.of("predictions_probs.csv", "history.csv", "thesis.txt")) {
      Path canary = Files.writeString(run.resolve(name), "precious");
      phantom.train(work).failsSaying(canary, "move it away", "--models-dir");
      assertThat(canary).hasContent("precious");
      assertThat(FolderContents.of(run)).containsOnlyKeys("", name);
      Files.delete(canary);
    }
    phantom.train(work).succeeds();
    Files.writeString(run.resolve("thesis.txt"), "precious");
    phantom.train(work).succeeds();
    assertThat(run.resolve("thesis.txt")).hasContent("precious");
  }

  @Tag("long")
  @Test
  void theWorkingFolderStaysAsItIs() throws Exception {
    Path place = Files.createDirectories(work.resolve("place/data")).getParent();
    Files.writeString(place.resolve("thesis.txt"), "precious");
    Files.writeString(place.resolve("data/a"), "precious");
    Map<String, String> before = FolderContents.of(work);
    String script =
        """
        cd '%s' || exit 9
        for out in . ../place data/.. data/../. .. data models logs; do
          '%s' -cp '%s' -XX:TieredStopAtLevel=1 %s export '%s' --format savedmodel --overwrite --out $out \
            && exit 9
        done
        exit 0
        """
            .formatted(
                place,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ThoraxProcess.classPath(),
                Thorax.class.getName(),
                model);
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines()).hasSize(8).allMatch(line -> line.contains("nothing is ever"));
    assertThat(FolderContents.of(work)).isEqualTo(before);
  }

  private static String experiment() throws IOException {
    return SmallPhantom.experiment(folder.resolve("one")).getFileName().toString();
  }
}
