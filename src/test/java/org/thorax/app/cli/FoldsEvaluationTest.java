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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

/** {@code evaluate} and {@code ensemble fit} after {@code train --folds}. */
class FoldsEvaluationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;

  private static Path data;
  private static FoldRuns runs;

  @BeforeAll
  static void draw() {
    data = shared.resolve("phantom");
    runs = FoldRuns.in(data);
  }

  @Tag("oracle")
  @Tag("long")
  @Test
  void itsPredictionsAreEvaluatedAndItsModelsAnEnsembleForOtherDataOnly(@TempDir Path work)
      throws Exception {
    assertThat(runs.train(work, BENCHMARK.replace("D32", "D32_DS9010"), "--folds", 2).exit())
        .isZero();
    Path predictions = runs.folds(work).resolve("out-of-fold.csv");
    // The official test set is in no fold.
    assertThat(Files.readString(predictions)).doesNotContain("/test/", "/valid/");
    assertThat(Files.readAllLines(predictions)).hasSize(1 + runs.labelsOfTable().size());
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
    String name = runs.folds(work).getFileName().toString();
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
    CommandLineRun refused = runs.evaluate(ensemble);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the test set of fold 2 of 2 (here the test set of fold 1 of 2)")
        .containsPattern("knows 12 of the test set's 12 patients")
        .contains("--force");
    // The official test set is unknown to all of them.
    String official = BENCHMARK.replace("D32", "D32_DS9010");
    CommandLineRun honest = runs.evaluate(ensemble, "--benchmark", official, "--classes", CLASSES);
    assertThat(honest.exit()).as(honest.err()).isZero();
    assertThat(honest.out()).contains("none of the test set's patients was among those it learned");
    thorax("ensemble", "fit", "--folds", runs.folds(work), "--method", "greedy", "--out", "x.json")
        .isWrongUsageSaying("--folds combines the models of all folds by their mean");
    thorax("ensemble", "fit", "--folds", runs.folds(work), "--data", data, "--out", "x.json")
        .isWrongUsageSaying("leave out other methods and their options");
    thorax("ensemble", "fit", "a", "b", "--folds", runs.folds(work), "--out", "x.json")
        .isWrongUsageSaying("leave out other models");
    thorax("ensemble", "fit", "--out", "x.json").isWrongUsageSaying("Missing MODEL");
    thorax("ensemble", "fit", "--folds", work, "--out", work.resolve("x.json"))
        .failsSaying("Expected the folder of a finished cross-validation");
    thorax("evaluate", runs.folds(work).resolve("out-of-fold.csv"), "--data", data)
        .isWrongUsageSaying("--data goes with a model");
  }
}
