package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Golden;

/**
 * What was computed again is what is shown, sorted and filtered; training's figures stay beside it.
 */
class ReevaluationListTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path logs;

  /** One run of three checkpoints, in another order than their epochs. */
  @BeforeEach
  void write() throws IOException {
    ObjectNode log = JSON.createObjectNode();
    for (int epoch : new int[] {2, 1, 3}) {
      ObjectNode entry = log.withArray("experiments").addObject();
      entry.put("id", "60904470-eb53-11f1-a355-2d29399d9e62").put("name", "DenseNet121_mine");
      entry.put("filename", "DenseNet121_mine_20260101-101010.h5").put("version", "1");
      entry.putObject("history").putArray("val_auc").add(0.9).add(0.9).add(0.9);
      entry.put("description", "Trained DenseNet121 architecture using the 'mine' benchmark.");
      entry.putObject("test").put("loss", 0.5).put("auc", 0.9).put("auc_edema", 0.9);
      entry.putNull("classification_report");
      entry.putObject("benchmark").put("epochs", 3);
      entry.put("epoch_model", epoch);
      entry.putObject("test_again").put("auc", 0.1 * epoch).put("auc_edema", 0.1 * epoch);
      entry.putObject("val_again").put("auc", 0.75 - 0.1 * epoch);
    }
    JSON.writeValue(logs.resolve("epoch_reevaluation_experiments.json").toFile(), log);
  }

  @Test
  void checkpointsAreRankedByWhatTheyReachedThemselves() {
    String in = "epoch-reevaluation";
    assertThat(rows(thorax("log", "list", "--logs", logs, "--in", in, "--sort", "mean_auc")))
        .containsExactly(
            "3/3 3 0.3000 0.3000 0.4500 0.9000",
            "3/3 2 0.2000 0.2000 0.5500 0.9000",
            "3/3 1 0.1000 0.1000 0.6500 0.9000");
    assertThat(rows(thorax("log", "list", "--logs", logs, "--in", in, "--sort", "val_auc")))
        .element(0)
        .isEqualTo("3/3 1 0.1000 0.1000 0.6500 0.9000");
    assertThat(
            rows(thorax("log", "find", "mine", "--logs", logs, "--in", in, "--where", "auc>0.15")))
        .hasSize(2);
  }

  @Test
  void jsonSaysTheEpochAndWhatWasComputedAgain() throws IOException {
    String out =
        thorax("log", "list", "--logs", logs, "--in", "epoch-reevaluation", "--json")
            .succeeds()
            .out();
    JsonNode second = JSON.readTree(out).get(0);
    assertThat(second.path("epoch").intValue()).isEqualTo(2);
    assertThat(second.path("metrics").path("mean_auc").doubleValue()).isEqualTo(0.2);
    assertThat(second.path("metrics").path("val_auc").doubleValue()).isEqualTo(0.55);
    assertThat(second.path("metrics").path("logged_auc").doubleValue()).isEqualTo(0.9);
    assertThat(second.path("metrics").has("loss")).isFalse();
  }

  @Test
  void theOriginalsReevaluationsShowTheirOwnFigures() throws IOException {
    SmallPhantom.copy(Golden.path("golden/logs"), logs);
    String out = thorax("log", "list", "--logs", logs, "--in", "reevaluation").succeeds().out();
    // Logged as 0.835, and not reproduced: the entry's test_again has 0.786.
    assertThat(out.lines().filter(line -> line.startsWith("fc098932")).toList())
        .singleElement()
        .asString()
        .containsPattern("3/3 +0\\.7857 +0\\.7069 +0\\.7868 +0\\.8349 ");
    assertThat(out).contains("8 runs\nauc and val_auc of some re-evaluations pool the cells");
  }

  /** The columns from the epochs on to the version's, of the lines of one run each. */
  private static List<String> rows(CommandLineRun run) {
    return run.succeeds()
        .out()
        .lines()
        .filter(line -> line.startsWith("60904470"))
        .map(line -> line.replaceFirst(".*re-?evaluation ", "").replaceFirst(" +1 +Dense.*", ""))
        .map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }
}
