package org.thorax.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.GermanTable;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

class DatasetDescribeCommandTest {
  @TempDir private Path work;
  private Path data;

  /** The phantom's images with a table as a German Excel writes it. */
  @BeforeEach
  void aHospitalsFolder() throws IOException {
    data = work.resolve("klinik");
    SmallPhantom.in(data);
    GermanTable.write(data, "Datei;Patient;Geschlecht;Erguss;Verschattung", "w");
    Files.delete(data.resolve("train.csv"));
  }

  @Test
  void itDescribesChecksAndTrains() throws IOException {
    String said = thorax("dataset", "describe", data).succeeds().out();
    assertThat(said)
        .contains("Written: " + data.resolve("dataset.yaml"), "missing: 0.")
        .containsPattern("Erguss +[0-9]+ positive")
        .contains("thorax train Klinik_BCE_E3_B32_C0_N2_D256_1LR4_Adam --data " + data);
    thorax("dataset", "check", data).succeeds();
    thorax("dataset", "stats", data).succeeds();
    thorax("dataset", "show", data, "--out", work.resolve("sheet.png")).succeeds();
    List<Object> arguments =
        new ArrayList<>(List.of("train", "Klinik_BCE_E1_B8_C0_N2_D32_1LR3_Adam", "--data", data));
    arguments.addAll(List.of("--device", "cpu", "--models-dir", work.resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs")));
    arguments.addAll(List.of(SmallPhantom.withTiny()));
    thorax(arguments.toArray()).succeeds();
    assertThat(SmallPhantom.savedModel(work)).exists();
  }

  @Test
  void anExistingDescriptionIsReplacedOnRequestOnlyAndOnlyIfItWasWrittenSo() throws IOException {
    Path file = data.resolve("dataset.yaml");
    thorax("dataset", "describe", data).succeeds();
    String first = Files.readString(file);
    thorax("dataset", "describe", data).failsSaying("already exists", "--overwrite");
    thorax("dataset", "describe", data, "--overwrite", "--name", "Haus2").succeeds();
    assertThat(Files.readString(file)).contains("name: Haus2").isNotEqualTo(first);
    Files.writeString(file, "name: Own\n");
    thorax("dataset", "describe", data, "--overwrite").failsSaying("is not a description");
    assertThat(Files.readString(file)).isEqualTo("name: Own\n");
  }

  @Test
  void printingWritesNothing() throws IOException {
    assertThat(thorax("dataset", "describe", data, "--print").succeeds().out())
        .startsWith("# Written by thorax dataset describe.")
        .contains("image: Datei", "patient: Patient");
    assertThat(data.resolve("dataset.yaml")).doesNotExist();
  }

  @Test
  void aKnownDataSetNeedsNone() {
    Path known = work.resolve("chexpert");
    for (int testPatients : new int[] {6, 0}) {
      PhantomDataset.write(
          known.resolve("" + testPatients), new PhantomSettings(7, 24, testPatients, 32));
      assertThat(thorax("dataset", "describe", known.resolve("" + testPatients)).succeeds().out())
          .contains("is CheXpert, which needs no dataset.yaml")
          .contains("train Chexpert_BCE");
      assertThat(known.resolve(testPatients + "/dataset.yaml")).doesNotExist();
    }
  }

  @Test
  void whatIsNotRecognizedIsRefusedInOneLine() throws IOException {
    for (String table : List.of("befunde.csv", "boxes.csv", "BBox_List_2017.csv", "test.csv")) {
      Files.delete(data.resolve(table));
    }
    thorax("dataset", "describe", data).failsSaying("no labels were recognized", "by hand");
    thorax("dataset", "describe", work.resolve("none")).failsSaying("There is no folder");
  }

  @Test
  void aNameThatBenchmarksCannotHaveIsRefused() {
    thorax("dataset", "describe", data, "--name", "my data")
        .isWrongUsageSaying("--name", "'my data'");
    thorax("dataset", "describe", data, "--name", "Chexpert")
        .isWrongUsageSaying("belongs to a data set that is read without a description");
  }
}
