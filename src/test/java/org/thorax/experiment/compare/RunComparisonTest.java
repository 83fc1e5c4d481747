package org.thorax.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.evaluation.report.Table;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.oracle.Golden;

/** Compares with what the original's notebook makes of the same logs. */
class RunComparisonTest {
  private static final Path GOLDEN = Golden.path("golden");
  private static final List<LogFile> ALL =
      List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED, LogFile.REEVALUATION);

  private static JsonNode expected;
  private static ExperimentLogs logs;

  @BeforeAll
  static void read() throws IOException {
    expected = new ObjectMapper().readTree(GOLDEN.resolve("expected-comparison.json").toFile());
    logs = new ExperimentLogs(GOLDEN.resolve("logs"));
  }

  @Test
  void everyRunHasTheNotebooksMeansAndBestEpoch() {
    int means = 0;
    for (LogFile file : ALL) {
      List<LoggedRun> runs = logs.runs(List.of(file), unreadable -> {});
      JsonNode entries = expected.path(file.fileName().replace(".json", ""));
      assertThat(runs).hasSize(entries.size());
      for (int i = 0; i < runs.size(); i++) {
        ComparedRun run = ComparedRun.of(runs.get(i));
        JsonNode golden = entries.get(i);
        assertThat(run.run().entry().id()).isEqualTo(golden.path("id").asText());
        compare(golden, "max_val_auc", run.largestValidationAuc().orElse(Double.NaN));
        compare(golden, "best_epoch_index_by_val_auc", run.bestEpoch().orElse(-1));
        compare(golden, "epochs_run", run.run().epochs().run().orElse(-1));
        compare(golden, "val_again_auc_mean_all", run.validationAuc());
        // The notebook took the shifted metrics of one run as they stand.
        boolean ofTest = !runs.get(i).metrics().realigned();
        String evaluation = golden.has("test_again_auc_mean_all") ? "test_again_" : "test_";
        // Fracture has no positive in the official test set of 234 only.
        boolean official = golden.path("classes").asInt() == 12 && run.testSamples() == 234;
        String mean = official ? "auc_mean_without_fracture" : "auc_mean_all";
        if (ofTest && golden.has(evaluation + mean)) {
          compare(golden, evaluation + mean, run.testAuc());
          means++;
        }
      }
    }
    assertThat(means).isGreaterThan(15);
  }

  private static void compare(JsonNode golden, String key, double found) {
    if (golden.has(key)) {
      assertThat(found)
          .as(golden.path("id").asText() + " " + key)
          .isCloseTo(golden.path(key).doubleValue(), within(1e-9));
    }
  }

  @Test
  void runsThatCannotBeComparedAndCopiesAreLeftOut() {
    RunComparison comparison = RunComparison.of(logs.runs(ALL, unreadable -> {}), Optional.of(234));
    List<String> ids = comparison.runs().stream().map(each -> each.run().entry().id()).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(10);
    // The copy made by hand has the name and the AUCs of its original.
    assertThat(ids).noneMatch(id -> id.startsWith("conf-"));
    assertThat(ids.get(0)).startsWith("bd5c2e9a");
    assertThat(comparison.runs()).allMatch(each -> each.run().setup().classes().size() == 12);
    assertThat(comparison.leftOut()).isEqualTo(4);
  }

  @Test
  void aRunThatDoesNotReproduceSaysSo() {
    RunComparison comparison = RunComparison.of(logs.runs(ALL, unreadable -> {}), Optional.of(234));
    Table runs = comparison.tables().get("runs");
    List<String> remarked = new ArrayList<>();
    for (List<Object> row : runs.rows()) {
      if (row.get(7).toString().contains("not reproduced")) {
        remarked.add(row.get(0).toString().substring(0, 8));
      }
    }
    assertThat(remarked).containsExactly("fc098932");
  }

  @Test
  void meansByAttributeAreThoseOfTheirRuns(@TempDir Path folder) {
    RunComparison comparison = RunComparison.of(logs.runs(ALL, unreadable -> {}), Optional.of(234));
    Table sgd = comparison.tables().get("attributes").where("value", "SGD");
    List<ComparedRun> runs =
        comparison.runs().stream()
            .filter(each -> each.run().setup().optimizer().equals("SGD"))
            .toList();
    assertThat(sgd.rows().get(0).get(2)).isEqualTo(runs.size());
    assertThat((Double) sgd.rows().get(0).get(4))
        .isCloseTo(
            runs.stream().mapToDouble(ComparedRun::testAuc).average().orElseThrow(), within(1e-12));
    ComparisonFiles.write(comparison, folder);
    for (String file : Set.of("index.html", "runs.csv", "optimizer.svg", "loss.png")) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
    assertThat(folder.resolve("crop.svg")).doesNotExist();
  }
}
