package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.thorax.app.cli.CommandLineRun.thorax;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;
import static org.thorax.app.cli.SmallPhantom.CLASSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.CsvTable;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.run.RunFolder;
import org.thorax.formats.io.AtomicDirectory;
import org.thorax.oracle.Oracle;

/** {@code train --folds}, and what follows it. */
class CrossValidationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;

  private static Path data;

  /** With an official test set. */
  @BeforeAll
  static void draw() {
    data = shared.resolve("phantom");
    PhantomDataset.write(data, new PhantomSettings(7, 24, 5, 32));
  }

  @Tag("long")
  @Test
  void everyImageIsPredictedOnceByTheModelThatDoesNotKnowItsPatient(@TempDir Path work)
      throws Exception {
    ThoraxProcess.Ended ended = train(work, BENCHMARK, "--folds", 3, "--stratified");
    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("3 done, 0 done before, 0 failed, 0 left");
    Path predictions = folds(work).resolve("out-of-fold.csv");
    Map<String, String> labels = new HashMap<>();
    Map<String, String> foldOf = new HashMap<>();
    try (CsvTable table = new CsvTable(predictions)) {
      assertThat(table.names().subList(0, 5))
          .containsExactly("image", "patient", "study", "fold", "label Pleural Effusion");
      while (table.next()) {
        assertThat(labels.put(table.field(0), table.field(4) + table.field(5))).isNull();
        String fold = table.field(3);
        assertThat(foldOf.getOrDefault(table.field(1), fold)).isEqualTo(fold);
        foldOf.put(table.field(1), fold);
      }
    }
    assertThat(foldOf.values()).contains("1", "2", "3").hasSize(24);
    // U-zeroes: what is uncertain or blank is 0.
    assertThat(labels).isEqualTo(labelsOfTable());
    List<String> lines = new ArrayList<>();
    for (int fold = 1; fold <= 3; fold++) {
      List<String> own = Files.readAllLines(predictionsOf(work, fold));
      lines.addAll(own.subList(1, own.size()));
    }
    assertThat(Files.readAllLines(predictions).stream().skip(1).map(CrossValidationTest::plain))
        .containsExactlyElementsOf(lines);
    theLogKnowsTheFolds(work);
    theSameCommandAgainKeepsAll(work);
  }

  private static String plain(String line) {
    return line.replaceFirst("^([^,]*,[^,]*,[^,]*),\\d,", "$1,");
  }

  private void theLogKnowsTheFolds(Path work) throws IOException {
    JsonNode entries =
        JSON.readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
            .path("experiments");
    assertThat(entries).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode entry = entries.get(i);
      assertThat(entry.path("name").asText()).startsWith("tiny_Fold" + (i + 1) + "of3_Chexpert_");
      JsonNode fold = entry.path("benchmark").path("fold");
      assertThat(fold.path("number").asInt()).isEqualTo(i + 1);
      assertThat(fold.path("stratified").asBoolean()).isTrue();
    }
    String name = entries.get(1).path("name").asText();
    CommandLineRun check = thorax("log", "check", "--logs-dir", work.resolve("logs"));
    assertThat(check.out()).doesNotContain("the fold");
    CommandLineRun again =
        thorax(
            "reevaluate",
            name,
            "--data",
            data,
            "--device",
            "cpu",
            "--scaling",
            "tf",
            "--models-dir",
            work.resolve("models"),
            "--logs-dir",
            work.resolve("logs"));
    assertThat(again.exit()).as(again.out()).isZero();
    assertThat(again.out()).contains(name).contains("largest difference 0.0");
    assertThat(thorax("benchmark", "parse", name.substring(5)).out())
        .contains("the test set is fold 2 of 3 of the patients");
    // Without the configuration beside the model, the log is enough.
    CommandLineRun diff =
        thorax(
            "benchmark",
            "show",
            "log:" + name,
            "--models-dir",
            work,
            "--logs-dir",
            work.resolve("logs"));
    assertThat(diff.out()).contains("stratified: true", "number: 2", "count: 3", "shuffle: true");
  }

  private void theSameCommandAgainKeepsAll(Path work) throws Exception {
    Path predictions = folds(work).resolve("out-of-fold.csv");
    byte[] before = Files.readAllBytes(predictions);
    Files.delete(predictions);
    ThoraxProcess.Ended again =
        train(work, BENCHMARK, "--folds", 3, "--stratified", "--log-format", "json");
    assertThat(again.exit()).as(again.out()).isZero();
    assertThat(again.out()).contains("\"phase\":\"done_before\"", "\"event\":\"folds_done\"");
    assertThat(again.out().lines()).allMatch(line -> line.startsWith("{"));
    assertThat(predictions).hasBinaryContent(before);
    Path lost = predictionsOf(work, 2);
    try (Stream<Path> all = Files.list(lost.getParent())) {
      for (Path path : all.toList()) {
        AtomicDirectory.delete(path);
      }
    }
    ThoraxProcess.Ended third = train(work, BENCHMARK, "--folds", 3, "--stratified");
    assertThat(third.out()).contains("1 done, 2 done before, 0 failed, 0 left");
    assertThat(predictions).hasBinaryContent(before);
    ThoraxProcess.Ended over = train(work, BENCHMARK, "--folds", 3, "--stratified", "--restart");
    assertThat(over.out()).contains("3 done, 0 done before, 0 failed, 0 left");
    assertThat(predictions).hasBinaryContent(before);
  }

  @Tag("long")
  @Test
  void anInterruptedOneGoesOnToTheSamePredictions(@TempDir Path work) throws Exception {
    String many = BENCHMARK.replace("E1", "E60");
    Object[] options = {"--folds", 2, "--no-early-stopping", "--save-every", 0};
    Path whole = work.resolve("whole");
    assertThat(train(whole, many, options).exit()).isZero();
    Path stopped = work.resolve("stopped");
    try (ThoraxProcess process = start(stopped, many, options)) {
      process.awaitLine("fold-1  done");
      process.awaitLine("fold-2  running");
      Path log = folds(stopped).resolve("fold-2.log");
      while (!Files.readString(log).contains("epoch_end")) {
        assertThat(process.process().isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      process.interrupt();
      assertThat(process.process().exitValue()).isEqualTo(130);
      assertThat(process.end().out()).contains("fold-2  stopped", "The same command again");
    }
    assertThat(RunFolder.unfinished(stopped.resolve("models"))).hasSize(1);
    assertThat(folds(stopped).resolve("out-of-fold.csv")).doesNotExist();
    ThoraxProcess.Ended on = train(stopped, many, options);
    assertThat(on.exit()).as(on.out()).isZero();
    assertThat(on.out()).contains("1 done, 1 done before, 0 failed, 0 left");
    assertThat(folds(stopped).resolve("out-of-fold.csv"))
        .hasSameBinaryContentAs(folds(whole).resolve("out-of-fold.csv"));
  }

  @Tag("oracle")
  @Tag("long")
  @Test
  void itsPredictionsAreEvaluatedAndItsModelsAnEnsembleForOtherDataOnly(@TempDir Path work)
      throws Exception {
    assertThat(train(work, BENCHMARK.replace("D32", "D32_DS9010"), "--folds", 2).exit()).isZero();
    Path predictions = folds(work).resolve("out-of-fold.csv");
    // The official test set is in no fold.
    assertThat(Files.readString(predictions)).doesNotContain("/test/", "/valid/");
    assertThat(Files.readAllLines(predictions)).hasSize(1 + labelsOfTable().size());
    CommandLineRun json = thorax("evaluate", predictions, "--json", "--bootstrap", 10);
    assertThat(json.exit()).as(json.err()).isZero();
    JsonNode expected = JSON.readTree(Oracle.run("fold_figures.py", predictions));
    JsonNode found = JSON.readTree(json.out());
    assertThat(found.path("set").asText()).isEqualTo("out-of-fold");
    assertThat(found.path("benchmark").asText()).startsWith("Folds2_Chexpert");
    for (JsonNode row : found.path("folds")) {
      JsonNode auc = expected.path(row.path("class").asText() + " auc");
      same(row.path("pooled_auc"), auc.path("pooled"));
      same(row.path("mean_auc"), auc.path("mean"));
      same(row.path("std_auc"), auc.path("std"));
    }
    CommandLineRun text =
        thorax("evaluate", predictions, "--out", work.resolve("evaluation")).succeeds();
    assertThat(text.out()).contains("pooled auc", "mean auc", "std auc", "2 models");
    assertThat(work.resolve("evaluation/folds.csv")).exists();
    assertThat(work.resolve("evaluation/predictions.csv")).hasSameTextualContentAs(predictions);
    theEnsembleIsRefusedOnItsOwnData(work);
  }

  private static void same(JsonNode found, JsonNode expected) {
    assertThat(expected.isNumber()).isTrue();
    assertThat(found.asDouble()).isCloseTo(expected.asDouble(), within(1e-12));
  }

  private void theEnsembleIsRefusedOnItsOwnData(Path work) throws IOException {
    Path ensemble = work.resolve("two.json");
    String name = folds(work).getFileName().toString();
    CommandLineRun fitted =
        thorax(
                "ensemble",
                "fit",
                "--folds",
                name,
                "--models-dir",
                work.resolve("models"),
                "--out",
                ensemble)
            .succeeds();
    assertThat(fitted.out())
        .contains("Weight: 0.5000", "note: Only one of these 2 models has not learned");
    CommandLineRun refused = evaluate(ensemble);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the test set of fold 2 of 2 (here the test set of fold 1 of 2)")
        .containsPattern("knows 12 of the test set's 12 patients")
        .contains("--force");
    // The official test set is unknown to all of them.
    String official = BENCHMARK.replace("D32", "D32_DS9010");
    CommandLineRun honest = evaluate(ensemble, "--benchmark", official, "--classes", CLASSES);
    assertThat(honest.exit()).as(honest.err()).isZero();
    assertThat(honest.out()).contains("none of the test set's patients was among those it learned");
    thorax("ensemble", "fit", "--folds", folds(work), "--method", "greedy", "--out", "x.json")
        .isWrongUsageSaying("--folds combines the models of all folds by their mean");
    thorax("ensemble", "fit", "--folds", folds(work), "--data", data, "--out", "x.json")
        .isWrongUsageSaying("leave out other methods and their options");
    thorax("ensemble", "fit", "a", "b", "--folds", folds(work), "--out", "x.json")
        .isWrongUsageSaying("leave out other models");
    thorax("ensemble", "fit", "--out", "x.json").isWrongUsageSaying("Missing MODEL");
    thorax("ensemble", "fit", "--folds", work, "--out", work.resolve("x.json"))
        .failsSaying("Expected the folder of a finished cross-validation");
    thorax("evaluate", folds(work).resolve("out-of-fold.csv"), "--data", data)
        .isWrongUsageSaying("--data goes with a model");
  }

  private static CommandLineRun evaluate(Path model, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("evaluate", model, "--data", data, "--device", "cpu", "--bootstrap", 0));
    arguments.addAll(List.of(more));
    return thorax(arguments.toArray());
  }

  @Tag("long")
  @Test
  void otherDataThanBeforeIsRefused(@TempDir Path work) throws Exception {
    Path own = work.resolve("own");
    SmallPhantom.copy(data, own);
    Object[] options = {"--folds", 2, "--data", own, "--steps-per-epoch", 1};
    assertThat(train(work, BENCHMARK, options).exit()).isZero();
    ThoraxProcess.Ended seeded =
        train(work, BENCHMARK, "--folds", 2, "--data", own, "--steps-per-epoch", 1, "--seed", 2);
    assertThat(seeded.exit()).isEqualTo(1);
    assertThat(seeded.out()).contains("with other options", "--run N", "--restart");
    Path table = own.resolve("train.csv");
    List<String> lines = Files.readAllLines(table);
    Files.write(table, lines.subList(0, lines.size() - 1));
    ThoraxProcess.Ended refused = train(work, BENCHMARK, options);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out())
        .contains("was trained on other data before", "train all folds again with --restart");
  }

  @Test
  void oneFoldIsARunLikeAnyOther(@TempDir Path work) throws IOException {
    SmallPhantom phantom = new SmallPhantom(data);
    phantom
        .train(work, "--fold", "2/4", "--run", "3", "--no-fold-shuffle", "--no-tensorboard")
        .succeeds();
    String name = SmallPhantom.experiment(work).getFileName().toString();
    assertThat(name).startsWith("tiny_3_Fold2of4_Chexpert_BCE").containsPattern("_x[0-9a-f]{6}$");
    // The whole configuration is beside the model: the same test set without any option.
    CommandLineRun evaluated = evaluate(SmallPhantom.savedModel(work));
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    evaluate(SmallPhantom.savedModel(work), "--test-size", "0.5")
        .isWrongUsageSaying("The test set is fold 2 of 4, not shuffled; leave out --test-size");
    Path again = work.resolve("again");
    CommandLineRun like =
        thorax(
            "train",
            "--like",
            name,
            "--data",
            data,
            "--device",
            "cpu",
            "--backbone",
            SmallPhantom.tiny(),
            "--scaling",
            "tf",
            "--no-tensorboard",
            "--logs-dir",
            work.resolve("logs"),
            "--models-dir",
            again);
    assertThat(like.exit()).as(like.err()).isZero();
    try (Stream<Path> all = Files.list(again)) {
      assertThat(all.map(path -> path.getFileName().toString())).containsExactly(name);
    }
    thorax("train", "--like", name, "--folds", 3, "--logs-dir", work.resolve("logs"))
        .isWrongUsageSaying("is of fold 2 of 4, not shuffled already; leave out --folds");
  }

  @Test
  void whatIsNoCrossValidationIsRefusedBeforeAnythingIsTrained(@TempDir Path work) {
    SmallPhantom phantom = new SmallPhantom(data);
    phantom.train(work, "--folds", "1").isWrongUsageSaying("at least 2 --folds, found 1");
    phantom.train(work, "--folds", "0").isWrongUsageSaying("at least 2 --folds, found 0");
    phantom.train(work, "--folds", "many").isWrongUsageSaying("many");
    phantom.train(work, "--folds", "25").failsSaying("25 folds of 24 patients", "take fewer");
    phantom.train(work, "--folds", "25", "--stratified").failsSaying("25 folds of 24 patients");
    phantom.train(work, "--fold", "5/4").isWrongUsageSaying("Expected --fold 1 to 4 of 4, found 5");
    phantom.train(work, "--fold", "5").isWrongUsageSaying("Expected --fold N/K, e.g. 2/5");
    phantom
        .train(work, "--folds", "3", "--fold", "1/3")
        .isWrongUsageSaying("--folds trains all folds");
    phantom.train(work, "--no-fold-shuffle").isWrongUsageSaying("goes with --folds or --fold");
    phantom
        .train(work, "--folds", "3", "--test-size", "0.3")
        .isWrongUsageSaying("leave out --test-size");
    phantom
        .train("Fold1of3_" + BENCHMARK, work, SmallPhantom.withTiny("--folds", "3"))
        .isWrongUsageSaying("is of fold 1 of 3 already");
    phantom
        .train(work, "--folds", "3", "--resume", "--restart")
        .isWrongUsageSaying("either --resume or --restart");
    assertThat(work.resolve("models")).doesNotExist();
    assertThat(work.resolve("logs")).doesNotExist();
  }

  private static Map<String, String> labelsOfTable() {
    Map<String, String> labels = new HashMap<>();
    try (CsvTable table = new CsvTable(data.resolve("train.csv"))) {
      while (table.next()) {
        StringBuilder text = new StringBuilder();
        for (String name : CLASSES.split(",", -1)) {
          text.append(table.field(table.column(name)).startsWith("1") ? "1" : "0");
        }
        labels.put(table.field(0), text.toString());
      }
    }
    return labels;
  }

  private static Path folds(Path work) throws IOException {
    return only(work.resolve("models"), "tiny_Folds");
  }

  private static Path predictionsOf(Path work, int fold) throws IOException {
    Path experiment = only(work.resolve("models"), "tiny_Fold" + fold + "of");
    try (Stream<Path> all = Files.list(experiment)) {
      List<Path> found =
          all.filter(path -> path.toString().endsWith("-predictions.csv")).sorted().toList();
      return found.get(found.size() - 1);
    }
  }

  private static Path only(Path folder, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found =
          all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private static ThoraxProcess.Ended train(Path work, String benchmark, Object... more)
      throws IOException, InterruptedException {
    try (ThoraxProcess process = start(work, benchmark, more)) {
      return process.end();
    }
  }

  private static ThoraxProcess start(Path work, String benchmark, Object... more)
      throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("train", benchmark, "--device", "cpu"));
    arguments.addAll(List.of(SmallPhantom.withTiny("--classes", CLASSES, "--no-tensorboard")));
    arguments.addAll(List.of("--models-dir", work.resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs")));
    arguments.addAll(List.of(more));
    if (!List.of(more).contains("--data")) {
      arguments.addAll(List.of("--data", data));
    }
    return ThoraxProcess.start(arguments.toArray());
  }
}
