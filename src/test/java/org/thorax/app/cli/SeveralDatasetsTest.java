package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.thorax.app.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.CsvTable;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.oracle.Golden;

/** A model of one hospital on the data of another, and a model of both. */
class SeveralDatasetsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SETTINGS = "E1_B8_C0_D32_1LR3_Adam";
  private static final String BOTH = "Chexpert+Klinik_FOCAL_" + SETTINGS;

  @TempDir private static Path work;
  private static SmallPhantom chexpert;
  private static Path klinik;

  /** Other patients, with German names of one class, one unknown class, and other words. */
  @BeforeAll
  static void twoHospitals() throws IOException {
    chexpert = SmallPhantom.in(work.resolve("chexpert"));
    klinik = work.resolve("klinik");
    PhantomDataset.write(klinik, new PhantomSettings(11, 30, 0, 32));
    List<String> lines = new ArrayList<>(List.of("datei;patient;Pleuraerguss;Stent"));
    try (CsvTable table = new CsvTable(klinik.resolve("train.csv"))) {
      while (table.next()) {
        String path = table.field(table.column("Path"));
        lines.add(
            String.join(
                ";",
                path,
                path.replaceAll(".*patient([0-9]+).*", "$1"),
                table.field(table.column("Pleural Effusion")).startsWith("1") ? "1" : "0",
                table.field(table.column("Support Devices")).startsWith("1") ? "1" : "0"));
      }
    }
    Files.write(klinik.resolve("befunde.csv"), lines);
    Files.delete(klinik.resolve("train.csv"));
    Files.writeString(
        klinik.resolve("dataset.yaml"),
        """
        name: Klinik
        title: Klinikum
        table: befunde.csv
        image: "{datei}"
        patient: patient
        labels:
          columns: [Pleuraerguss, Stent]
        """);
  }

  @Test
  void aModelIsEvaluatedOnAnotherDataSetByTheClassesInCommon() throws IOException {
    Path own = work.resolve("own");
    chexpert.train(own).succeeds();
    Path model = SmallPhantom.savedModel(own);
    CommandLineRun run = evaluate(model, "report", klinik, "--split", "all");
    run.succeeds();
    assertThat(run.out())
        .contains("External validation on Klinikum: patients of different data sets cannot be")
        .contains("Pleural Effusion = Pleuraerguss")
        .contains("Classes that Klinikum does not label: Lung Opacity")
        .contains("Classes of Klinikum that are not used: Stent");
    List<String> predictions = Files.readAllLines(work.resolve("report/predictions.csv"));
    assertThat(predictions.get(0))
        .isEqualTo("image,patient,study,label Pleural Effusion,score Pleural Effusion");
    assertThat(predictions)
        .hasSize(1 + Files.readAllLines(klinik.resolve("befunde.csv")).size() - 1);

    CommandLineRun mapped =
        evaluate(model, "mapped", klinik, "--split", "all", "--map", "Lung Opacity=Stent");
    mapped.succeeds();
    assertThat(Files.readAllLines(work.resolve("mapped/predictions.csv")).get(0))
        .endsWith("score Pleural Effusion,score Lung Opacity");
    assertThat(scores("mapped", "Pleural Effusion"))
        .isEqualTo(scores("report", "Pleural Effusion"));

    evaluate(model, "test", klinik, "--split", "test").succeeds();
    evaluate(model, "a", klinik, "--map", "Edema=Stent")
        .failsSaying("no class 'Edema'", "Pleural Effusion");
    evaluate(model, "b", klinik, "--map", "Lung Opacity=Stant").failsSaying("no class 'Stant'");
    evaluate(model, "c", klinik, "--map", "Lung Opacity").isWrongUsageSaying("OWN=THEIRS");
    evaluate(model, "d", chexpert.folder(), "--map", "Lung Opacity=Edema")
        .failsSaying("the one the model was trained on");
    evaluate(model, "e", chexpert.folder(), "--split", "all")
        .failsSaying("include those that it learned from", "--force");
  }

  @Test
  void twoDataSetsTrainOneModelAndAreReportedApart() throws IOException {
    Path both = work.resolve("both");
    train(BOTH, both, chexpert.folder(), klinik, "--classes", "Lung Opacity,Pleural Effusion,Stent")
        .succeeds();
    JsonNode entry =
        JSON.readTree(both.resolve("logs/unvalidated-experiment-log.json").toFile())
            .at("/experiments/0");
    assertThat(entry.at("/benchmark/benchmark_name").asText()).startsWith("Chexpert+Klinik_FOCAL");
    Path model = SmallPhantom.savedModel(both);
    evaluate(model, "both-report", chexpert.folder(), "--data", klinik).succeeds();
    Set<String> sets = new TreeSet<>();
    try (CsvTable predictions = new CsvTable(work.resolve("both-report/predictions.csv"))) {
      while (predictions.next()) {
        String set = predictions.field(predictions.column("set"));
        sets.add(set);
        assertThat(predictions.field(predictions.column("image"))).startsWith(set + "/");
        assertThat(predictions.field(predictions.column("patient"))).startsWith(set + "/");
        boolean stent = !predictions.field(predictions.column("label Stent")).equals("-1");
        assertThat(stent).isEqualTo(set.equals("Klinik"));
        boolean opacity = !predictions.field(predictions.column("label Lung Opacity")).equals("-1");
        assertThat(opacity).isEqualTo(set.equals("Chexpert"));
      }
    }
    assertThat(sets).containsExactly("Chexpert", "Klinik");
    assertThat(Files.readString(work.resolve("both-report/subgroups.csv")))
        .contains("set,Chexpert", "set,Klinik");
    CommandLineRun.thorax(
            "evaluate",
            work.resolve("both-report/predictions.csv"),
            "--out",
            work.resolve("file-report"),
            "--bootstrap",
            "0")
        .succeeds();
    for (String name : List.of("classification_report.txt", "classes.csv", "predictions.csv")) {
      assertThat(work.resolve("file-report").resolve(name))
          .as(name)
          .hasSameTextualContentAs(work.resolve("both-report").resolve(name));
    }
    assertThat(rowsOfSets("file-report")).hasSize(8).isEqualTo(rowsOfSets("both-report"));
    // In another order, alone or with the wrong token they are other data.
    evaluate(model, "f", klinik, "--data", chexpert.folder()).failsSaying("in that order");
    evaluate(model, "g", klinik).failsSaying("which has images of Klinikum", "--force");
  }

  @Test
  void theMappingOfTheTrainingIsThatOfItsEvaluation() throws IOException {
    Path mapped = work.resolve("mapping");
    String name = "Chexpert+Klinik_BCE_E1_B8_C0_N2_D32_1LR3_Adam";
    String classes = "Pleural Effusion,Lung Opacity";
    train(name, mapped, chexpert.folder(), klinik, "--classes", classes)
        .failsSaying("has no label");
    train(
            name,
            mapped,
            chexpert.folder(),
            klinik,
            "--classes",
            classes,
            "--map",
            "Lung Opacity=Stent")
        .succeeds();
    Path model = SmallPhantom.savedModel(mapped);
    String yaml = Files.readString(model.resolveSibling(model.getFileName() + ".yaml"));
    assertThat(yaml).contains("map:", "Lung Opacity: Stent");
    evaluate(model, "mapping-report", chexpert.folder(), "--data", klinik).succeeds();
    try (CsvTable predictions = new CsvTable(work.resolve("mapping-report/predictions.csv"))) {
      while (predictions.next()) {
        assertThat(predictions.field(predictions.column("label Lung Opacity"))).isNotEqualTo("-1");
      }
    }
    // From the log alone, too.
    Files.delete(model.resolveSibling(model.getFileName() + ".yaml"));
    CommandLineRun.thorax(
            "reevaluate",
            "--all",
            "--scaling",
            "tf",
            "--data",
            chexpert.folder(),
            "--data",
            klinik,
            "--models-dir",
            mapped.resolve("models"),
            "--logs-dir",
            mapped.resolve("logs"),
            "--device",
            "cpu")
        .succeeds();
    assertThat(mapped.resolve("logs").toFile().list()).isNotEmpty();
    chexpert
        .train(work.resolve("single"), "--map", "Lung Opacity=Edema")
        .isWrongUsageSaying("--map is for several data sets");
  }

  @Test
  void theLossMustLeaveOutLabelsThatADataSetDoesNotHave() {
    train(
            "Chexpert+Klinik_BCE_" + SETTINGS,
            work.resolve("bce"),
            chexpert.folder(),
            klinik,
            "--classes",
            "Pleural Effusion,Stent")
        .failsSaying("has no label, as its data set does not have the class", "Take ");
    train(
            "Chexpert+Klinik_BCE_" + SETTINGS,
            work.resolve("common"),
            chexpert.folder(),
            klinik,
            "--classes",
            "Pleural Effusion")
        .succeeds();
    train("Chexpert_BCE_" + SETTINGS, work.resolve("name"), chexpert.folder(), klinik)
        .failsSaying("found Chexpert+Klinik", "Chexpert+Klinik_...");
    train(BOTH, work.resolve("one"), chexpert.folder(), chexpert.folder())
        .isWrongUsageSaying("the data set 'Klinik', which needs a dataset.yaml");
  }

  @Tag("shared")
  @Tag("slow")
  @Test
  void aModelOfRealRadiographsIsEvaluatedOnPhantomFilms() throws IOException {
    Path sample = Golden.shared("sample-nih");
    assumeTrue(Files.isDirectory(sample), "skipped: ../shared/sample-nih is missing");
    Path real = work.resolve("real");
    new SmallPhantom(sample)
        .train(
            "Chestxray_BCE_E1_B32_C0_N3_D32_1LR3_Adam",
            real,
            withTiny("--classes", "Effusion,Infiltration,Hernia"))
        .succeeds();
    CommandLineRun run =
        evaluate(
            SmallPhantom.savedModel(real),
            "real-report",
            chexpert.folder(),
            "--split",
            "all",
            "--map",
            "Infiltration=Lung Opacity");
    run.succeeds();
    assertThat(run.out())
        .contains("Effusion = Pleural Effusion, Infiltration = Lung Opacity")
        .contains("Classes that CheXpert does not label: Hernia.");
    assertThat(Files.readAllLines(work.resolve("real-report/predictions.csv")))
        .hasSize(Files.readAllLines(chexpert.folder().resolve("train.csv")).size());
  }

  private static CommandLineRun train(
      String benchmark, Path place, Path one, Path other, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", benchmark, "--data", one, "--data", other, "--device", "cpu"));
    arguments.addAll(List.of("--models-dir", place.resolve("models")));
    arguments.addAll(List.of("--logs-dir", place.resolve("logs")));
    arguments.addAll(List.of(withTiny(more)));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static CommandLineRun evaluate(Path model, String out, Path data, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("evaluate", model, "--data", data, "--device", "cpu"));
    arguments.addAll(List.of("--out", work.resolve(out), "--bootstrap", "0"));
    arguments.addAll(List.of(more));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static List<String> rowsOfSets(String report) throws IOException {
    return Files.readAllLines(work.resolve(report).resolve("subgroups.csv")).stream()
        .filter(line -> line.startsWith("set,"))
        .toList();
  }

  private static List<String> scores(String report, String className) {
    List<String> scores = new ArrayList<>();
    try (CsvTable predictions = new CsvTable(work.resolve(report).resolve("predictions.csv"))) {
      while (predictions.next()) {
        scores.add(predictions.field(predictions.column("score " + className)));
      }
    }
    return scores;
  }
}
