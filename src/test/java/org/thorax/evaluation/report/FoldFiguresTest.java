package org.thorax.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.RandomState;
import org.thorax.data.Samples;
import org.thorax.formats.io.AtomicFile;
import org.thorax.oracle.Oracle;

class FoldFiguresTest {
  private static final List<String> CLASSES = List.of("often", "seldom", "in one fold only");
  private static final EvaluationOptions OPTIONS = new EvaluationOptions(20, 1, 0.9);

  @TempDir private Path work;

  @Tag("oracle")
  @Test
  void pooledAndPerFoldFiguresAreScikitLearns() throws IOException {
    for (int folds : new int[] {2, 5, 11}) {
      List<Integer> foldOf = new ArrayList<>();
      ScoredSamples scored = scored(folds, foldOf);
      JsonNode expected =
          new ObjectMapper().readTree(Oracle.run("fold_figures.py", file(scored, foldOf)));
      EvaluationReport report = EvaluationReport.ofFolds(subject(), scored, foldOf, OPTIONS);
      Map<String, Table> tables = EvaluationTables.figures(report);
      for (Map<String, Object> row : tables.get("folds").asMaps()) {
        JsonNode auc = expected.get(row.get("class") + " auc");
        assertThat(row.get("folds")).isEqualTo(auc.get("folds").asInt());
        same(row.get("pooled_auc"), auc.get("pooled"));
        same(row.get("mean_auc"), auc.get("mean"));
        same(row.get("std_auc"), auc.get("std"));
        JsonNode precision = expected.get(row.get("class") + " average_precision");
        if (precision != null) {
          same(row.get("pooled_average_precision"), precision.get("pooled"));
        }
      }
      for (Map<String, Object> row : tables.get("fold_classes").asMaps()) {
        int number = (int) row.get("fold");
        JsonNode each = expected.get(row.get("class") + " auc").get("each").get(number - 1);
        same(row.get("auc"), each);
      }
    }
  }

  private static void same(Object found, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(found).isNull();
    } else {
      assertThat((Double) found).isCloseTo(expected.asDouble(), within(1e-12));
    }
  }

  @Test
  void aClassIsLeftOutOfTheFoldsInWhichItHasNoAuc() {
    List<Integer> foldOf = new ArrayList<>();
    ScoredSamples scored = scored(4, foldOf);
    EvaluationReport report = EvaluationReport.ofFolds(subject(), scored, foldOf, OPTIONS);
    FoldFigures folds = report.folds().orElseThrow();
    assertThat(folds.folds()).hasSize(4);
    assertThat(folds.auc(0).folds()).isEqualTo(4);
    assertThat(folds.auc(2).folds()).isEqualTo(1);
    assertThat(folds.auc(2).deviation()).isZero();
    assertThat(folds.meanAuc().folds()).isEqualTo(4);
  }

  @Test
  void everyOutputHasTheFoldsAndOnlyThenHasThem() throws IOException {
    List<Integer> foldOf = new ArrayList<>();
    ScoredSamples scored = scored(3, foldOf);
    EvaluationReport folds = EvaluationReport.ofFolds(subject(), scored, foldOf, OPTIONS);
    assertThat(EvaluationText.of(folds)).contains("pooled auc", "std auc");
    JsonNode json = new ObjectMapper().readTree(EvaluationText.json(folds));
    assertThat(json.get("folds")).hasSize(4);
    assertThat(json.get("fold_classes")).hasSize(12);
    assertThat(EvaluationPage.of(folds)).contains("mean of 3 folds", "Mean AUC of folds");
    EvaluationFiles.write(folds, work);
    assertThat(work.resolve("folds.csv")).content().startsWith("class,folds,pooled_auc,mean_auc");
    assertThat(work.resolve("fold_classes.csv")).content().hasLineCount(13);
    assertThat(work.resolve("folds.svg")).exists();
    assertThat(work.resolve("predictions.csv")).content().startsWith("image,patient,study,fold,");

    EvaluationReport plain = EvaluationReport.of(subject(), scored, Optional.empty(), OPTIONS);
    assertThat(EvaluationText.of(plain)).doesNotContain("pooled");
    assertThat(EvaluationText.json(plain)).doesNotContain("\"folds\"", "fold_classes");
    assertThat(EvaluationFigures.of(plain)).doesNotContainKey("folds");
  }

  private static Subject subject() {
    return new Subject("scores", "network", "benchmark", "data", "out-of-fold", List.of());
  }

  /** Scores of models with different scales; a class with positives in the first fold only. */
  private static ScoredSamples scored(int folds, List<Integer> foldOf) {
    RandomState random = new RandomState(folds);
    int rows = 400;
    float[] labels = new float[rows * 3];
    float[] scores = new float[rows * 3];
    List<String> images = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int patient = (int) (150 * random.nextDouble());
      int fold = 1 + patient % folds;
      foldOf.add(fold);
      images.add("image, " + row + ".png");
      patients.add("p" + patient);
      double[] shares = {0.4, 0.1, fold == 1 ? 0.3 : 0};
      for (int c = 0; c < 3; c++) {
        boolean positive = random.nextDouble() < shares[c];
        boolean unlabelled = random.nextDouble() < 0.1;
        labels[row * 3 + c] = unlabelled ? -1 : positive ? 1 : 0;
        double score = 0.5 * random.nextDouble() + (positive ? 0.2 : 0.1) + 0.1 * fold / folds;
        // Rounded, so that there are equal scores.
        scores[row * 3 + c] = Math.round(score * 200) / 200f;
      }
    }
    Samples samples = new Samples(Path.of("data"), CLASSES, images, patients, labels);
    return new ScoredSamples(samples, labels, scores);
  }

  private Path file(ScoredSamples scored, List<Integer> foldOf) {
    Path file = work.resolve("out-of-fold.csv");
    AtomicFile.write(file, out -> EvaluationDetails.writePredictions(scored, foldOf, out));
    return file;
  }
}
