package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.CsvTable;

/** A hospital's own data set, from its table to a trained model. */
class DescribedDatasetTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOSS = "_FOCAL_E1_B8_C0_N2_D32_1LR3_Adam";
  private static final String YAML =
      """
      name: Own
      title: Klinikum
      table: befunde.csv
      image: "{datei}"
      patient: patient
      sex: geschlecht
      labels:
        columns: {Erguss: erguss, Verschattung: verschattung}
        positive: ja
        negative: nein
        uncertain: fraglich
      """;

  @TempDir private Path work;
  private Path data;

  /** The phantom's rows as a German Excel writes them. */
  @BeforeEach
  void aTableOfAnotherForm() throws IOException {
    data = work.resolve("klinik");
    SmallPhantom.in(data);
    GermanTable.write(data, "datei;patient;geschlecht;erguss;verschattung", "f");
  }

  @Test
  void itTrainsAsTheSameRowsInCheXpertsForm() throws IOException {
    train("Chexpert" + LOSS, "chexpert", "--classes", SmallPhantom.CLASSES).succeeds();
    Files.writeString(data.resolve("dataset.yaml"), YAML);
    train("Own" + LOSS, "own").succeeds();
    JsonNode chexpert = log("chexpert").at("/experiments/0");
    JsonNode own = log("own").at("/experiments/0");
    assertThat(own.at("/benchmark/benchmark_name").asText()).isEqualTo("Own" + LOSS);
    assertThat(own.at("/benchmark/label_columns")).hasToString("[\"Erguss\",\"Verschattung\"]");
    assertThat(own.at("/train/history")).isEqualTo(chexpert.at("/train/history"));
    assertThat(predictions("own")).isEqualTo(predictions("chexpert"));
  }

  @Test
  void itIsCheckedShownTrainedAndEvaluated() throws IOException {
    Files.writeString(data.resolve("dataset.yaml"), YAML);
    assertThat(CommandLineRun.thorax("dataset", "check", data).succeeds().out())
        .contains("Erguss", "Verschattung");
    assertThat(CommandLineRun.thorax("dataset", "stats", data).succeeds().out())
        .contains("Klinikum", "Erguss");
    Path sheet = work.resolve("sheet.png");
    CommandLineRun.thorax("dataset", "show", data, "--out", sheet).succeeds();
    assertThat(sheet).exists();
    CommandLineRun.thorax(
            "dataset", "show", "Own" + LOSS, "--data", data, "--out", work.resolve("b.png"))
        .succeeds();
    assertThat(CommandLineRun.thorax("benchmark", "parse", "Cxr" + LOSS).out())
        .contains("the data set of this name");
    train("Own" + LOSS, "own").succeeds();
    Path model = SmallPhantom.savedModel(work.resolve("own"));
    Path report = work.resolve("report");
    CommandLineRun.thorax(
            "evaluate",
            model,
            "--data",
            data,
            "--out",
            report,
            "--bootstrap",
            "0",
            "--device",
            "cpu")
        .succeeds();
    assertThat(report.resolve("index.html")).exists();
    CommandLineRun.thorax(
            "reevaluate",
            "--all",
            "--scaling",
            "tf",
            "--data",
            data,
            "--models-dir",
            work.resolve("own/models"),
            "--logs-dir",
            work.resolve("own/logs"),
            "--device",
            "cpu")
        .succeeds();
  }

  @Test
  void aFolderForEachClassTrainsTheSameModelAsItsTable() throws IOException {
    Path folders = work.resolve("folders");
    List<String> rows = new ArrayList<>(List.of("path,patient,Opacity"));
    try (CsvTable table = new CsvTable(data.resolve("train.csv"))) {
      int row = 0;
      while (table.next()) {
        boolean opacity = table.field(table.column("Lung Opacity")).startsWith("1");
        String patient = "person" + row / 2;
        String name = patient + "_" + row++ + ".jpg";
        Path image = folders.resolve(opacity ? "SICK" : "NORMAL").resolve(name);
        Files.createDirectories(image.getParent());
        Files.copy(data.resolve(table.field(table.column("Path"))), image);
        rows.add(
            "%s/%s,%s,%d".formatted(opacity ? "SICK" : "NORMAL", name, patient, opacity ? 1 : 0));
      }
    }
    // In the order of the files, as a folder is read.
    rows.subList(1, rows.size()).sort(null);
    Files.write(folders.resolve("rows.csv"), rows);
    String common = "name: Own\nimage: path\n";
    Files.writeString(
        folders.resolve("dataset.yaml"),
        common
            + "folder: .\npatient: {from: file, pattern: \"(person[0-9]+)_\"}\n"
            + "labels: {class: folder, none: NORMAL, classes: {Opacity: SICK}}\n");
    String name = "Own_BCE_E1_B8_C0_N1_D32_1LR3_Adam";
    train(folders, name, "by-folder").succeeds();
    Files.writeString(
        folders.resolve("dataset.yaml"),
        common + "table: rows.csv\npatient: patient\nlabels: {columns: [Opacity]}\n");
    train(folders, name, "by-table").succeeds();
    assertThat(log("by-folder").at("/experiments/0/train/history"))
        .isEqualTo(log("by-table").at("/experiments/0/train/history"));
    assertThat(predictions("by-folder")).isEqualTo(predictions("by-table"));
  }

  @Test
  void wrongNamesAndFoldersAreRefusedWithTheCure() throws IOException {
    train("Own" + LOSS, "a").isWrongUsageSaying("needs a dataset.yaml in " + data);
    Files.writeString(data.resolve("dataset.yaml"), YAML);
    train("Other" + LOSS, "b").isWrongUsageSaying("the data set 'Other', found 'Own'", "Own_...");
    train("Own_FOCAL_E1_B8_N3", "c").isWrongUsageSaying("means 3 classes, but --classes gives 2");
    train("Chexprt" + LOSS, "d").isWrongUsageSaying("did you mean 'Chexpert'?");
    Files.writeString(data.resolve("dataset.yaml"), YAML.replace("name: Own", "name: Adam"));
    train("Adam" + LOSS, "f").isWrongUsageSaying("'Adam'");
    CommandLineRun.thorax("dataset", "show", data, "--out", work.resolve("f.png"))
        .isWrongUsageSaying("'Adam' means something else in benchmarks' names", "AdamSet");
    Files.writeString(data.resolve("dataset.yaml"), YAML.replace("positive: ja", "positive: yes"));
    train("Own" + LOSS, "e").failsSaying("befunde.csv has \"ja\" as the label of");
  }

  private CommandLineRun train(String benchmark, String place, Object... more) {
    return train(data, benchmark, place, more);
  }

  private CommandLineRun train(Path data, String benchmark, String place, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "train",
                benchmark,
                "--data",
                data,
                "--device",
                "cpu",
                "--models-dir",
                work.resolve(place).resolve("models"),
                "--logs-dir",
                work.resolve(place).resolve("logs")));
    arguments.addAll(List.of(withTiny(more)));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private JsonNode log(String place) throws IOException {
    return JSON.readTree(
        work.resolve(place).resolve("logs/unvalidated-experiment-log.json").toFile());
  }

  private List<String> predictions(String place) throws IOException {
    Path experiment = SmallPhantom.experiment(work.resolve(place));
    return Files.readAllLines(experiment.resolve("predictions_probs.csv")).stream()
        .skip(1)
        .toList();
  }
}
