package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.experiment.log.LogIssue.Kind;
import org.thorax.experiment.log.LogIssue.Severity;
import org.thorax.oracle.Golden;

class LogCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The facts that are recorded of these entries; forms and counts aside.
        "experiment-log | 25e717aa | WRONG_REPORT",
        "experiment-log | 9540a918 | WRONG_REPORT NAME_CONTRADICTS",
        "experiment-log | d0c6ec2c | WRONG_REPORT",
        "experiment-log | 7d646dc4 | WRONG_REPORT DECAYED_START",
        "experiment-log | 2e6bcee6 | WRONG_REPORT CROPPED_BEFORE NAME_CONTRADICTS",
        "experiment-log | 45bcd2dc | WRONG_REPORT CROPPED_BEFORE",
        "experiment-log | 8a6c4dd4 | WRONG_REPORT LOST_LOSS MASKED_METRICS",
        "experiment-log | 04ee235a | WRONG_REPORT SHIFTED_METRICS MASKED_METRICS",
        "experiment-log | 0e4d4874 | WRONG_REPORT HUGE_VALUE FINAL_RATE VALIDATED_ON_TEST NAME_CONTRADICTS",
        "experiment-log | 06bbf24c | WRONG_REPORT FINAL_RATE",
        "experiment-log | 4267e786 | WRONG_REPORT",
        "experiment-log | 5663f98e | WRONG_REPORT",
        "unvalidated-experiment-log | b57e5750 | WRONG_REPORT",
        "unvalidated-experiment-log | 74d8220a | WRONG_REPORT NAME_CONTRADICTS",
        "unvalidated-experiment-log | c55ed5c6 | WRONG_REPORT",
        "unvalidated-experiment-log | conf-c55 | WRONG_REPORT ODD_ID DUPLICATE_NAME NAME_CONTRADICTS",
        "unvalidated-experiment-log | bd5c2e9a | WRONG_REPORT",
        "unvalidated-experiment-log | e31eae10 |",
        "unvalidated-experiment-log | 03479e56 | LOST_HISTORY",
        "unvalidated-experiment-log | 697b4e66 | LOST_HISTORY OTHER_U75",
        "reevaluation_experiments | fc098932 | WRONG_REPORT POOLED_AUC NOT_REPRODUCED",
        "reevaluation_experiments | b306cc44 | POOLED_AUC OTHER_UPSAMPLING DUPLICATE_ID",
        "reevaluation_experiments | 03479e56 | LOST_HISTORY POOLED_AUC"
      })
  void whatIsKnownOfARecordedEntryIsFoundAndNothingElse(String log, String id, String kinds)
      throws IOException {
    Set<String> expected = new TreeSet<>();
    if (kinds != null) {
      expected.addAll(List.of(kinds.split(" ")));
    }
    Set<String> found =
        found(log).stream()
            .filter(issue -> issue.id().startsWith(id))
            .filter(issue -> issue.kind().severity() != Severity.NOTE)
            .map(issue -> issue.kind().name())
            .collect(Collectors.toSet());
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void notesNameTheOlderForms() throws IOException {
    List<LogIssue> found = found("experiment-log");
    assertThat(ids(found, Kind.RENAMED))
        .containsExactly("25e717aa", "9540a918", "d0c6ec2c", "8be14976", "0e4d4874");
    assertThat(ids(found, Kind.OLDER_METRICS)).containsExactly("25e717aa", "9540a918");
    assertThat(ids(found, Kind.ENDED_EARLY)).containsExactly("d0c6ec2c", "8be14976", "7d646dc4");
    assertThat(ids(found("reevaluation_experiments"), Kind.EMPTY_VALIDATION))
        .containsExactly("03479e56");
    assertThat(ids(found("reevaluation_experiments"), Kind.MISSPELT_METRICS)).hasSize(8);
  }

  @Test
  void whatNoRecordedEntryHasIsFoundToo() {
    ObjectNode tree = ExperimentEntryTest.entry("7b", "a").toTree();
    ((ObjectNode) tree.get("history")).putArray("auc").add(Double.NaN);
    tree.put("mood", "good");
    List<LogIssue> found = LogCheck.of(List.of(tree));
    assertThat(found)
        .extracting(LogIssue::kind)
        .contains(
            Kind.ODD_ID,
            Kind.NOT_EVALUATED,
            Kind.UNEQUAL_HISTORY,
            Kind.NOT_FINITE,
            Kind.INCOMPLETE_BENCHMARK,
            Kind.UNKNOWN_KEYS);
  }

  @Test
  void theOldestSchemaIsUnreadableButDoesNotHinderTheOthers() throws IOException {
    JsonNode oldest =
        PythonJson.read(
            "{\"id\": \"a\", \"name\": \"b\", \"test\": [1.0, 0.5], \"validated\": true}");
    List<LogIssue> found =
        LogCheck.of(List.of(oldest, ExperimentEntryTest.entry("7b", "a").toTree()));
    assertThat(found.get(0).kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(found).hasSizeGreaterThan(1);
  }

  private static List<LogIssue> found(String log) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    Golden.json("golden/logs/" + log + ".json").get("experiments").forEach(entries::add);
    return LogCheck.of(entries);
  }

  private static List<String> ids(List<LogIssue> found, Kind kind) {
    return found.stream()
        .filter(issue -> issue.kind() == kind)
        .map(issue -> issue.id().substring(0, 8))
        .toList();
  }
}
