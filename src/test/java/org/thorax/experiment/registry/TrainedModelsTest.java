package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentId;
import org.thorax.experiment.log.ExperimentLogs;

class TrainedModelsTest {
  private static final String NAME = "DenseNet121_Chexpert_BCE_E1_B8";

  @TempDir private Path work;
  private Path folder;
  private TrainedModels models;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectories(work.resolve("models").resolve(NAME));
    models = new TrainedModels(work.resolve("models"), work.resolve("logs"));
  }

  @Test
  void anExperimentsNameIsItsOneModelWithWhichItsKerasFileBelongs() throws IOException {
    Path model = saved("_20250102-030405");
    Files.createFile(folder.resolve(NAME + "_20250102-030405.h5"));
    Files.createFile(folder.resolve("history.csv"));
    assertThat(models.find(NAME)).isEqualTo(model);
  }

  @Test
  void aModelThatIsThereAsKerasFileAloneIsFound() throws IOException {
    Path file = Files.createFile(folder.resolve(NAME + "_20250102-030405.h5"));
    assertThat(models.find(NAME)).isEqualTo(file);
    assertThat(models.find(NAME + "_20250102-030405")).isEqualTo(file);
  }

  @Test
  void ofSeveralModelsAllAreListedAndOneIsFoundByItsMoment() throws IOException {
    Path first = saved("_20250102-030405");
    Path second = saved("_20250203-040506");
    assertThatThrownBy(() -> models.find(NAME))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("has 2 models")
        .hasMessageContaining(first.toString())
        .hasMessageContaining(second.toString());
    assertThat(models.find(NAME + "_20250203-040506")).isEqualTo(second);
    assertThat(models.find(NAME + "_20250203-040506.h5")).isEqualTo(second);
  }

  @Test
  void anIdIsLookedUpInTheLogs() throws IOException {
    saved("_20250102-030405");
    Path second = saved("_20250203-040506");
    String id = ExperimentId.at(Instant.parse("2025-02-03T04:05:06Z"));
    new ExperimentLogs(work.resolve("logs")).append(entry(id, NAME + "_20250203-040506.h5"));
    assertThat(models.find(id)).isEqualTo(second);
    String other = ExperimentId.at(Instant.parse("2025-02-03T04:05:07Z"));
    assertThatThrownBy(() -> models.find(other))
        .hasMessageContaining(other)
        .hasMessageContaining("`logs-dir`");
  }

  @Test
  void anExistingPathIsTakenAsItIs() throws IOException {
    Path file = Files.createFile(work.resolve("any.h5"));
    assertThat(models.find(file.toString())).isEqualTo(file);
  }

  @Test
  void whatIsNowhereIsSaidWithBothPlaces() {
    assertThatThrownBy(() -> models.find("Xception_none"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Xception_none")
        .hasMessageContaining("`models-dir`");
  }

  private Path saved(String stamp) throws IOException {
    return Files.createDirectories(folder.resolve(NAME + stamp));
  }

  private static ExperimentEntry entry(String id, String filename) {
    return new ExperimentEntry(
        id,
        NAME,
        filename,
        "1",
        Map.of(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}
