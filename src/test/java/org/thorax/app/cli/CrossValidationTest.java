package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;

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
import org.thorax.experiment.run.RunFolder;
import org.thorax.formats.io.AtomicDirectory;

/** {@code train --folds}, and what follows it. */
class CrossValidationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;

  private static Path data;
  private static FoldRuns runs;

  @BeforeAll
  static void draw() {
    data = shared.resolve("phantom");
    runs = FoldRuns.in(data);
  }

  @Tag("long")
  @Test
  void everyImageIsPredictedOnceByTheModelThatDoesNotKnowItsPatient(@TempDir Path work)
      throws Exception {
    ThoraxProcess.Ended ended = runs.train(work, BENCHMARK, "--folds", 3, "--stratified");
    assertThat(ended.exit()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("3 done, 0 done before, 0 failed, 0 left");
    Path predictions = runs.folds(work).resolve("out-of-fold.csv");
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
    assertThat(labels).isEqualTo(runs.labelsOfTable());
    List<String> lines = new ArrayList<>();
    for (int fold = 1; fold <= 3; fold++) {
      List<String> own = Files.readAllLines(runs.predictionsOf(work, fold));
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
    Path predictions = runs.folds(work).resolve("out-of-fold.csv");
    byte[] before = Files.readAllBytes(predictions);
    Files.delete(predictions);
    ThoraxProcess.Ended again =
        runs.train(work, BENCHMARK, "--folds", 3, "--stratified", "--log-format", "json");
    assertThat(again.exit()).as(again.out()).isZero();
    assertThat(again.out()).contains("\"phase\":\"done_before\"", "\"event\":\"folds_done\"");
    assertThat(again.out().lines()).allMatch(line -> line.startsWith("{"));
    assertThat(predictions).hasBinaryContent(before);
    Path lost = runs.predictionsOf(work, 2);
    try (Stream<Path> all = Files.list(lost.getParent())) {
      for (Path path : all.toList()) {
        AtomicDirectory.delete(path);
      }
    }
    ThoraxProcess.Ended third = runs.train(work, BENCHMARK, "--folds", 3, "--stratified");
    assertThat(third.out()).contains("1 done, 2 done before, 0 failed, 0 left");
    assertThat(predictions).hasBinaryContent(before);
    ThoraxProcess.Ended over =
        runs.train(work, BENCHMARK, "--folds", 3, "--stratified", "--restart");
    assertThat(over.out()).contains("3 done, 0 done before, 0 failed, 0 left");
    assertThat(predictions).hasBinaryContent(before);
  }

  @Tag("long")
  @Test
  void anInterruptedOneGoesOnToTheSamePredictions(@TempDir Path work) throws Exception {
    String many = BENCHMARK.replace("E1", "E60");
    Object[] options = {"--folds", 2, "--no-early-stopping", "--save-every", 0};
    Path whole = work.resolve("whole");
    assertThat(runs.train(whole, many, options).exit()).isZero();
    Path stopped = work.resolve("stopped");
    try (ThoraxProcess process = runs.start(stopped, many, options)) {
      process.awaitLine("fold-1  done");
      process.awaitLine("fold-2  running");
      Path log = runs.folds(stopped).resolve("fold-2.log");
      while (!Files.readString(log).contains("epoch_end")) {
        assertThat(process.process().isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      process.interrupt();
      assertThat(process.process().exitValue()).isEqualTo(130);
      assertThat(process.end().out()).contains("fold-2  stopped", "The same command again");
    }
    assertThat(RunFolder.unfinished(stopped.resolve("models"))).hasSize(1);
    assertThat(runs.folds(stopped).resolve("out-of-fold.csv")).doesNotExist();
    ThoraxProcess.Ended on = runs.train(stopped, many, options);
    assertThat(on.exit()).as(on.out()).isZero();
    assertThat(on.out()).contains("1 done, 1 done before, 0 failed, 0 left");
    assertThat(runs.folds(stopped).resolve("out-of-fold.csv"))
        .hasSameBinaryContentAs(runs.folds(whole).resolve("out-of-fold.csv"));
  }

  @Tag("long")
  @Test
  void otherDataThanBeforeIsRefused(@TempDir Path work) throws Exception {
    Path own = work.resolve("own");
    SmallPhantom.copy(data, own);
    Object[] options = {"--folds", 2, "--data", own, "--steps-per-epoch", 1};
    assertThat(runs.train(work, BENCHMARK, options).exit()).isZero();
    ThoraxProcess.Ended seeded =
        runs.train(
            work, BENCHMARK, "--folds", 2, "--data", own, "--steps-per-epoch", 1, "--seed", 2);
    assertThat(seeded.exit()).isEqualTo(1);
    assertThat(seeded.out()).contains("with other options", "--run N", "--restart");
    Path table = own.resolve("train.csv");
    List<String> lines = Files.readAllLines(table);
    Files.write(table, lines.subList(0, lines.size() - 1));
    ThoraxProcess.Ended refused = runs.train(work, BENCHMARK, options);
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
    CommandLineRun evaluated = runs.evaluate(SmallPhantom.savedModel(work));
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    runs.evaluate(SmallPhantom.savedModel(work), "--test-size", "0.5")
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
}
