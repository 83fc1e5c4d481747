package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.Deletion.Scope;
import org.thorax.oracle.Golden;

class PublicationTest {
  @TempDir private Path work;
  private ExperimentLogs logs;

  @BeforeEach
  void openLogs() {
    logs = new ExperimentLogs(work.resolve("logs"));
  }

  static ExperimentEntry finished(String id, String name) {
    return new ExperimentEntry(
        id,
        name,
        name + "_20261123-101112.h5",
        "1",
        Map.of("loss", List.of(0.5)),
        "Trained.",
        Optional.of(Map.of("loss", 0.25)),
        Optional.of("report\n"),
        Optional.of(JsonNodeFactory.instance.objectNode().put("epochs", 1)),
        Map.of());
  }

  @Test
  void onlyFinishedRunsArePublished() {
    logs.append(finished("1", "a"));
    logs.append(ExperimentEntryTest.entry("2", "b"));
    logs.append(finished("3", "c_Failed"));
    Publication publication = Publication.of(logs, Set.of(), false);
    assertThat(publication.moved()).extracting(Publication.Item::id).containsExactly("1");
    assertThat(publication.held()).extracting(Publication.Item::id).containsExactly("2", "3");
    assertThat(publication.held().get(1).reason().orElseThrow()).contains("failed");
    assertThat(ids(logs.published())).containsExactly("1");
    assertThat(ids(logs.unvalidated())).containsExactly("2", "3");
  }

  @Test
  void aDryRunWritesNothing() {
    logs.append(finished("1", "a"));
    assertThat(Publication.of(logs, Set.of(), true).moved()).hasSize(1);
    assertThat(logs.published().file()).doesNotExist();
    assertThat(ids(logs.unvalidated())).containsExactly("1");
  }

  @Test
  void whatWasInterruptedBetweenTheFilesIsPublishedOnce() {
    logs.append(finished("1", "a"));
    logs.published().append(logs.unvalidated().entries().get(0));
    assertThat(Publication.of(logs, Set.of(), false).moved()).hasSize(1);
    assertThat(ids(logs.published())).containsExactly("1");
    assertThat(ids(logs.unvalidated())).isEmpty();
  }

  @Test
  void anotherEntryOfAPublishedIdStays() {
    logs.published().append(finished("1", "a"));
    logs.unvalidated().append(finished("1", "b"));
    assertThat(Publication.of(logs, Set.of(), false).held()).hasSize(1);
    assertThatThrownBy(() -> Publication.of(logs, Set.of("9"), false))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("9; nothing was published");
  }

  @Test
  void publishedEntriesKeepTheirBytes() throws IOException {
    Files.createDirectories(logs.folder());
    Files.copy(Golden.path("golden/logs/format-sample.json"), logs.unvalidated().file());
    List<JsonNode> before = logs.unvalidated().trees();
    Publication.of(logs, Set.of(), false);
    assertThat(Files.readString(logs.published().file()))
        .isEqualTo(Golden.text("golden/logs/format-sample.json"));
    assertThat(logs.published().trees()).isEqualTo(before);
    assertThat(Files.readString(logs.unvalidated().file()))
        .isEqualTo("{\n    \"experiments\": []\n}");
  }

  @Test
  void aCopyOfWhatPythonWroteIsTheSameBytes() throws IOException {
    Path in = work.resolve("in.json");
    Files.writeString(
        in, "{\n    \"experiments\": [\n        {\n            \"x\": NaN\n        }\n    ]\n}");
    assertThat(new ExperimentLog(in).copyTo(work.resolve("out.json")).same()).isTrue();
    Files.writeString(in, "{\"experiments\": [{\"x\": -Infinity}]}");
    assertThat(new ExperimentLog(in).copyTo(work.resolve("out.json")).same()).isFalse();
    assertThat(work.resolve("out.json")).content().contains("\"x\": -Infinity");
  }

  @Test
  void deletingTakesTheKerasFileAndTheEntry() throws IOException {
    ExperimentEntry entry = logs.append(finished("1", "a"));
    Path folder = Files.createDirectories(work.resolve("models/a"));
    Path file = Files.createFile(folder.resolve(entry.filename()));
    Path checkpoint = Files.createFile(folder.resolve("weights.01-0.50.hdf5"));
    Deletion.plan(logs, work.resolve("models"), "1", Scope.FILE).carryOut(logs);
    assertThat(file).doesNotExist();
    assertThat(checkpoint).exists();
    assertThat(ids(logs.unvalidated())).isEmpty();
  }

  @Test
  void deletingTheFolderNeedsTheRunToBeAlone() throws IOException {
    ExperimentEntry entry = logs.append(finished("1", "a"));
    logs.append(finished("2", "a"));
    Path models = work.resolve("models");
    Path folder = Files.createDirectories(models.resolve("a"));
    Files.createDirectories(folder.resolve(entry.filename().replace(".h5", "/variables")));
    assertThatThrownBy(() -> Deletion.plan(logs, models, "1", Scope.FOLDER))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("1 other runs");
    Deletion.plan(logs, models, "2", Scope.MODEL).carryOut(logs);
    assertThat(folder).isEmptyDirectory();
    Deletion.plan(logs, models, "1", Scope.FOLDER).carryOut(logs);
    assertThat(folder).doesNotExist();
    assertThat(models).exists();
  }

  @Test
  void nothingOutsideOfTheModelsFolderIsDeleted() throws IOException {
    Path models = Files.createDirectories(work.resolve("models"));
    Path outside = Files.createDirectories(work.resolve("outside"));
    Path file = Files.createFile(outside.resolve("a_20261123-101112.h5"));
    Files.createSymbolicLink(models.resolve("a"), outside);
    logs.append(finished("1", "a"));
    logs.append(finished("2", ".."));
    for (String id : List.of("1", "2")) {
      assertThatThrownBy(() -> Deletion.plan(logs, models, id, Scope.FILE))
          .as(id)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("nothing was deleted");
    }
    Deletion.plan(logs, models, "1", Scope.FOLDER).carryOut(logs);
    assertThat(models.resolve("a")).doesNotExist();
    assertThat(file).exists();
  }

  private static List<String> ids(ExperimentLog log) {
    return log.entries().stream().map(ExperimentEntry::id).toList();
  }
}
