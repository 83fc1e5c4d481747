package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.thorax.experiment.log.ExperimentEntryTest.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class ExperimentLogTest {
  @TempDir private Path folder;
  private ExperimentLogs logs;

  @BeforeEach
  void openLogs() {
    logs = new ExperimentLogs(folder.resolve("logs"));
  }

  @Test
  void aMissingFileIsAnEmptyLog() {
    assertThat(logs.unvalidated().entries()).isEmpty();
    assertThat(logs.findById("7b")).isEmpty();
    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void theFirstEntryMakesTheFileAsPythonWould() throws IOException {
    logs.append(entry("7b", "a"));
    assertThat(Files.readString(logs.unvalidated().file()))
        .startsWith("{\n    \"experiments\": [\n        {\n            \"id\": \"7b\",\n")
        .endsWith("        }\n    ]\n}");
    assertThat(logs.published().file()).doesNotExist();
  }

  @Test
  void appendingLeavesTheEntriesOfPythonAsTheyAre() throws IOException {
    String sample = Golden.text("golden/logs/format-sample.json");
    ExperimentLog log = new ExperimentLog(folder.resolve("log.json"));
    Files.writeString(log.file(), sample);
    log.append(entry("7b", "a"));
    String stem = sample.substring(0, sample.lastIndexOf("\n    ]"));
    assertThat(Files.readString(log.file())).startsWith(stem + ",\n        {\n");
    assertThat(log.entries()).hasSize(3).last().isEqualTo(entry("7b", "a"));
  }

  @Test
  void anEntryOfAnUnknownFormDoesNotHinderAppending() throws IOException {
    Path file = logs.unvalidated().file();
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"note\": 1, \"experiments\": [{\"test\": [1, 0.5]}]}");
    logs.append(entry("7b", "a"));
    assertThat(Files.readString(file)).contains("\"note\": 1").contains("\"7b\"");
    assertThat(logs.findById("7b")).isPresent();
    assertThatThrownBy(() -> logs.unvalidated().entries())
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"experiments\": [", "[]", "{\"experiments\": 3}", "{\"other\": []}", "x"})
  void aCorruptLogIsRefusedAndStaysAsItIs(String content) throws IOException {
    Path file = logs.unvalidated().file();
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    assertThatThrownBy(() -> logs.append(entry("7b", "a")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(file + " is corrupt")
        .hasMessageNotContaining("\n");
    assertThat(Files.readString(file)).isEqualTo(content);
  }

  @Test
  void theVersionCountsTheNamesOfBothLogs() {
    logs.published().append(entry("1", "a").withVersion("3"));
    logs.unvalidated().append(entry("2", "a").withVersion("by hand"));
    assertThat(logs.append(entry("3", "a")).version()).isEqualTo("4");
    assertThat(logs.append(entry("4", "a")).version()).isEqualTo("5");
    assertThat(logs.append(entry("5", "b")).version()).isEqualTo("1");
    assertThat(logs.findByName("a", "5").orElseThrow().id()).isEqualTo("4");
  }

  @Test
  void thePublishedEntryIsFoundFirst() {
    logs.unvalidated().append(entry("2", "a"));
    logs.published().append(entry("1", "a"));
    assertThat(logs.findByName("a", "1").orElseThrow().id()).isEqualTo("1");
    assertThat(logs.findById("2")).isPresent();
    assertThat(logs.findById("3")).isEmpty();
  }

  @Test
  void anIdStandsInALogOnce() {
    logs.append(entry("7b", "a"));
    assertThatThrownBy(() -> logs.append(entry("7b", "b"))).hasMessageContaining("already");
    assertThat(logs.unvalidated().entries()).hasSize(1);
  }

  @Test
  void anEntryIsReplacedInItsPlace() {
    Stream.of("1", "2", "3").forEach(id -> logs.append(entry(id, "a" + id)));
    ExperimentEntry old = logs.findById("2").orElseThrow();
    ExperimentEntry evaluated =
        new ExperimentEntry(
            old.id(),
            old.name(),
            old.filename(),
            old.version(),
            old.history(),
            old.description(),
            Optional.of(Map.of("loss", Double.NaN)),
            Optional.of("report\n"),
            Optional.empty(),
            Map.of());
    logs.unvalidated().replace(evaluated);
    assertThat(logs.unvalidated().entries())
        .extracting(ExperimentEntry::id)
        .containsExactly("1", "2", "3");
    assertThat(logs.findById("2")).contains(evaluated);
    assertThatThrownBy(() -> logs.unvalidated().replace(entry("9", "x")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("No experiment 9");
  }

  @Tag("long")
  @Test
  void threadsAndProcessesAtOnceLoseNothing() throws Exception {
    int each = 8;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(start(each));
    }
    List<Thread> threads =
        IntStream.range(0, 4).mapToObj(i -> new Thread(() -> append(i, each))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    List<ExperimentEntry> entries = logs.unvalidated().entries();
    assertThat(entries).hasSize(12 * each);
    assertThat(entries)
        .extracting(ExperimentEntry::version)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 12 * each).mapToObj(String::valueOf).toList());
    try (Stream<Path> left = Files.list(folder.resolve("logs"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "unvalidated-experiment-log.json", "unvalidated-experiment-log.json.lock");
    }
  }

  private void append(int thread, int count) {
    for (int i = 0; i < count; i++) {
      logs.append(entry(thread + "-" + i, "same"));
    }
  }

  private Process start(int count) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ClassPath.current(),
            AppendingProcess.class.getName(),
            folder.resolve("logs").toString(),
            "same",
            String.valueOf(count))
        .inheritIO()
        .start();
  }
}
