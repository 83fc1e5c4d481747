package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

@Tag("slow")
class QuickstartTest {
  @Test
  void quickstartLearnsThePhantom(@TempDir Path folder) throws IOException {
    Path logs = folder.resolve("logs");
    CommandLineRun quickstart =
        CommandLineRun.thorax(
            "quickstart",
            "--data=" + folder.resolve("phantom"),
            "--models-dir=" + folder.resolve("models"),
            "--logs-dir=" + logs);
    assertThat(quickstart.exit()).as(quickstart.err()).isZero();
    String last = quickstart.out().lines().reduce((before, line) -> line).orElseThrow();
    assertThat(last).startsWith("Try: thorax predict " + SmallPhantom.savedModel(folder) + " ");
    String[] words = last.substring("Try: thorax ".length()).split(" ", -1);
    assertThat(CommandLineRun.thorax((Object[]) words).succeeds().out()).contains("Cardiomegaly");
    JsonNode log =
        new ObjectMapper().readTree(logs.resolve("unvalidated-experiment-log.json").toFile());
    assertThat(log.at("/experiments/0/test/auc").asDouble()).isGreaterThan(0.85);
    theGuidesCommandsFindATestSet(folder.resolve("phantom"), folder);
    gradCamFindsWhatIsDrawnInOtherPatients(folder);
  }

  /** docs/guide.md promises that its commands work on what quickstart draws. */
  private static void theGuidesCommandsFindATestSet(Path phantom, Path folder) throws IOException {
    String official = "Chexpert_BCE_E1_B32_C0_N5_Uones_D64_DS9505_1LR4_Adam";
    CommandLineRun.thorax("dataset", "check", phantom).succeeds();
    CommandLineRun.thorax("dataset", "stats", phantom, "--out", folder.resolve("stats")).succeeds();
    CommandLineRun run =
        CommandLineRun.thorax(
            "evaluate",
            SmallPhantom.savedModel(folder),
            "--benchmark",
            official,
            "--force",
            "--data",
            phantom,
            "--out",
            folder.resolve("evaluation"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(folder.resolve("evaluation/predictions.csv")).exists();
  }

  private static void gradCamFindsWhatIsDrawnInOtherPatients(Path folder) throws IOException {
    Path others = folder.resolve("others");
    PhantomDataset.write(others, new PhantomSettings(99, 150, 0, 72));
    Path out = folder.resolve("score");
    CommandLineRun run =
        CommandLineRun.thorax(
            "explain",
            "score",
            SmallPhantom.savedModel(folder),
            "--boxes",
            others.resolve("BBox_List_2017.csv"),
            "--data",
            others,
            "--layer",
            "pool4_relu",
            "--out",
            out);
    assertThat(run.exit()).as(run.err()).isZero();
    List<String[]> rows =
        Files.readAllLines(out.resolve("summary.csv")).stream()
            .map(line -> line.split(",", -1))
            .toList();
    double lowest = Double.parseDouble(rows.get(1)[3]);
    double highestOfRandomMaps = Double.parseDouble(rows.get(2)[4]);
    // Every processor trains another network: trained ones hit 0.24 to 0.37, random maps 0.10.
    assertThat(lowest).isGreaterThan(highestOfRandomMaps);
    // How often shuffled weights hit is chance (0.09 to 0.21); that their maps are others is not.
    assertThat(rows.get(7)[0]).isEqualTo("all shuffled");
    assertThat(Double.parseDouble(rows.get(7)[6])).isLessThan(0.5);
  }
}
