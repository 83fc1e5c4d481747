package org.thorax.app.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.oracle.Golden;

class LogCommandTest {
  @TempDir private Path logs;

  @BeforeEach
  void copy() throws IOException {
    SmallPhantom.copy(Golden.path("golden/logs"), logs);
  }

  @Test
  void theTableIsSortedAndFiltered() {
    CommandLineRun run =
        thorax("log", "list", "--logs", logs, "--sort", "mean_auc", "--where", "mean_auc>=0.84")
            .succeeds();
    assertThat(run.out().lines().toList()).hasSize(8).last().isEqualTo("6 runs");
    assertThat(run.out().lines().toList().get(2))
        .startsWith("bd5c2e9a  2020-08-29")
        .contains("0.8604");
    thorax("log", "list", "--logs", logs, "--where", "auc").isWrongUsageSaying("'auc'");
    thorax("log", "list", "--logs", logs, "--in", "all").isWrongUsageSaying("unvalidated");
  }

  @Test
  void jsonIsJsonEvenWhereTheLogHasNaN() throws IOException {
    CommandLineRun run = thorax("log", "find", "04ee235a", "--logs", logs, "--json").succeeds();
    JsonNode found = new ObjectMapper().readTree(run.out()).get(0);
    assertThat(found.path("metrics").path("loss").isNull()).isTrue();
    assertThat(found.path("realigned").asBoolean()).isTrue();
    assertThat(thorax("log", "find", "no such run", "--logs", logs).exit()).isEqualTo(1);
  }

  @Test
  void oneRunIsShownWithWhatIsOddAboutIt() {
    assertThat(thorax("log", "show", "74d8", "--logs", logs).succeeds().out())
        .contains("mean_auc", "Pleural Effusion", "the name says sharp21", "epoch");
    assertThat(thorax("log", "show", "74d8", "--logs", logs, "--json").succeeds().out())
        .startsWith("{\n    \"id\": \"74d8220a-");
    thorax("log", "show", "nothing", "--logs", logs).failsSaying("'nothing'", "--logs");
  }

  @Test
  void checkingEndsWithOneWhenThereAreFaults() {
    Path published = logs.resolve("experiment-log.json");
    assertThat(thorax("log", "check", published).succeeds().out())
        .contains("13 entries, 0 faults")
        .contains("shifted-metrics");
    CommandLineRun all = thorax("log", "check", "--logs", logs, "--least", "fault");
    assertThat(all.exit()).isEqualTo(1);
    assertThat(all.out()).contains("duplicate-id");
  }

  @Test
  void aCopyIsByteByByte() throws IOException {
    Path copy = logs.resolve("copy.json");
    Path sample = Golden.path("golden/logs/format-sample.json");
    assertThat(thorax("log", "copy", sample, copy).succeeds().out()).contains("byte by byte");
    assertThat(Files.mismatch(sample, copy)).isEqualTo(-1);
    thorax("log", "copy", logs.resolve("none.json"), copy).failsSaying("none.json");
  }

  @Test
  void publishingAndDeletingSayWhatTheyDo() throws IOException {
    assertThat(thorax("log", "publish", "--logs", logs, "--dry-run").succeeds().out())
        .contains("6 would be published, 2 stay");
    CommandLineRun one = thorax("log", "publish", "03479e56", "--logs", logs);
    assertThat(one.exit()).isEqualTo(1);
    assertThat(one.out()).contains("its history is lost");
    thorax("log", "publish", "bd5c", "--logs", logs).succeeds();
    assertThat(thorax("log", "list", "--in", "published", "--logs", logs).succeeds().out())
        .contains("bd5c2e9a", "14 runs");
    Path unvalidated = logs.resolve("unvalidated-experiment-log.json");
    String before = Files.readString(unvalidated);
    thorax("log", "delete", "697b", "--logs", logs, "--models", logs, "--dry-run").succeeds();
    assertThat(Files.readString(unvalidated)).isEqualTo(before);
    assertThat(thorax("log", "delete", "697b", "--logs", logs, "--models", logs).succeeds().out())
        .contains("Not there: ", "from the unvalidated log");
    assertThat(Files.readString(unvalidated)).doesNotContain("697b4e66");
  }
}
