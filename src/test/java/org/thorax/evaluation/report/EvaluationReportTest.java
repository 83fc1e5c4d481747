package org.thorax.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.View;
import org.thorax.evaluation.metrics.RankedScores;

class EvaluationReportTest {
  private static final List<String> CLASSES =
      List.of(
          "Atelectasis",
          "Cardiomegaly",
          "Consolidation",
          "Edema",
          "Pleural Effusion",
          "Enlarged Cardiomediastinum",
          "Fracture");
  private static final Subject SUBJECT =
      new Subject("models/a", "DenseNet121", "Chexpert_BCE", "data/<x>", "test", List.of("Note."));

  private static EvaluationReport report;
  private static ScoredSamples evaluated;

  @BeforeAll
  static void evaluate() {
    evaluated = made(600, 3);
    report =
        EvaluationReport.of(
            SUBJECT, evaluated, Optional.of(made(900, 4)), new EvaluationOptions(200, 1, 0.9));
  }

  /** Two views a study, two studies a patient; no image of the last class. */
  static ScoredSamples made(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> images = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    List<Examination> examinations = new ArrayList<>();
    float[] labels = new float[count * CLASSES.size()];
    float[] scores = new float[labels.length];
    for (int i = 0; i < count; i++) {
      patients.add("patient" + i / 4);
      images.add("test/patient" + i / 4 + "/study" + i % 4 / 2 + "/view" + i % 2 + ".jpg");
      examinations.add(
          new Examination(
              i % 2 == 0 ? View.FRONTAL : View.LATERAL,
              i % 2 == 0 ? (i % 3 == 0 ? "AP" : "PA") : "",
              i % 7 == 0 ? OptionalInt.empty() : OptionalInt.of(20 + i / 4 % 75),
              i % 8 < 4 ? "Female" : "Male"));
      for (int c = 0; c < CLASSES.size(); c++) {
        int cell = i * CLASSES.size() + c;
        labels[cell] =
            i % 2 == 1
                ? labels[cell - CLASSES.size()]
                : random.nextInt(10) < 3 && c < CLASSES.size() - 1 ? 1 : 0;
        double logit = -1.2 + (0.4 + 0.3 * c) * labels[cell] * 2 + random.nextGaussian();
        scores[cell] = (float) (1 / (1 + Math.exp(-logit)));
      }
    }
    Samples samples = new Samples(Path.of("data"), CLASSES, images, patients, examinations, labels);
    return new ScoredSamples(samples, labels, scores);
  }

  @Test
  void theMeanLeavesOutTheClassWithoutPositivesAndTheCompetitionCountsFive() {
    double sum = 0;
    for (int c = 0; c < 6; c++) {
      sum += evaluated.ranked(c).auc();
    }
    assertThat(report.meanAuc()).isCloseTo(sum / 6, within(1e-12));
    assertThat(report.mean().classes()).isEqualTo(6);
    assertThat(report.mean().interval().low()).isLessThan(report.meanAuc());
    assertThat(report.mean().interval().high()).isGreaterThan(report.meanAuc());
    double five = 0;
    for (int c = 0; c < 5; c++) {
      five += evaluated.ranked(c).auc() / 5;
    }
    assertThat(report.aucs().studies().get(0).competition().orElseThrow().value())
        .isCloseTo(five, within(1e-12));
  }

  @Test
  void aStudysScoreIsTheMaximumOrMeanOfItsViews() {
    ScoredSamples largest = evaluated.byStudy(ScoredSamples.Views.MAXIMUM);
    ScoredSamples mean = evaluated.byStudy(ScoredSamples.Views.MEAN);
    assertThat(largest.size()).isEqualTo(300);
    int width = CLASSES.size();
    for (int cell = 0; cell < largest.scores().length; cell++) {
      int first = cell / width * 2 * width + cell % width;
      float one = evaluated.scores()[first];
      float other = evaluated.scores()[first + width];
      assertThat(largest.scores()[cell]).isEqualTo(Math.max(one, other));
      assertThat(mean.scores()[cell]).isCloseTo((one + other) / 2, within(1e-7f));
      assertThat(largest.labels()[cell]).isEqualTo(evaluated.labels()[first]);
    }
    assertThat(report.aucs().studies())
        .extracting(each -> each.part().units())
        .containsExactly(600, 300, 300);
  }

  @Test
  void thresholdsAreChosenOnTheOtherSetAndAppliedToTheJudgedOne() {
    ScoredSamples choosing = made(900, 4);
    for (ThresholdChoice choice : report.thresholds().choices()) {
      int column = CLASSES.indexOf(choice.className());
      assertThat(choice.chosen()).isEqualTo(choosing.ranked(column).at(choice.threshold()));
      assertThat(choice.applied()).isEqualTo(evaluated.ranked(column).at(choice.threshold()));
    }
    // Four rules for each class that has positives.
    assertThat(report.thresholds().choices()).hasSize(24);
    assertThat(report.thresholds().chosenOn()).isEqualTo("validation");
  }

  @Test
  void subgroupsDivideTheImages() {
    for (String kind : List.of("sex", "age", "view")) {
      List<EvaluationReport.GroupAucs> groups =
          report.aucs().subgroups().stream()
              .filter(each -> each.part().kind().equals(kind))
              .toList();
      assertThat(groups.stream().mapToInt(each -> each.part().units()).sum()).isEqualTo(600);
    }
    int[] women =
        IntStream.range(0, 600)
            .filter(i -> evaluated.samples().examination(i).sex().equals("Female"))
            .toArray();
    RankedScores ranked = evaluated.select(women).ranked(2);
    assertThat(report.aucs().subgroups().get(0).part().value()).isEqualTo("Female");
    assertThat(report.aucs().subgroups().get(0).perClass().get(2).auc()).isEqualTo(ranked.auc());
  }

  @Test
  void theFolderHoldsThePageTheFiguresAndTheSameNumbersThreeTimes(@TempDir Path folder)
      throws IOException {
    EvaluationFiles.write(report, folder);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    List<String> classes = Files.readAllLines(folder.resolve("classes.csv"));
    assertThat(classes).hasSize(8);
    String[] cardiomegaly = classes.get(2).split(",", -1);
    assertThat(Double.parseDouble(cardiomegaly[3]))
        .isEqualTo(evaluated.ranked(1).auc())
        .isEqualTo(json.path("classes").get(1).path("auc").doubleValue());
    // No positives, so no AUC: blank in CSV, null in JSON.
    assertThat(classes.get(7)).startsWith("Fracture,600,0,,,");
    assertThat(json.path("classes").get(6).path("auc").isNull()).isTrue();
    assertThat(EvaluationText.of(report)).contains("Cardiomegaly", "samples avg");
    assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(601);
    String page = Files.readString(folder.resolve("index.html"));
    assertThat(page)
        .contains("data/&lt;x&gt;", "prefers-color-scheme: dark", "@media print", "Note.")
        .doesNotContain("http-equiv", "src=", "NaN");
    for (String figure : EvaluationFigures.of(report).keySet()) {
      assertThat(folder.resolve(figure + ".svg")).isNotEmptyFile();
      assertThat(folder.resolve(figure + ".png")).isNotEmptyFile();
    }
  }

  @Test
  void scoresThatSayNothingHaveAReportToo(@TempDir Path folder) {
    float[] none = new float[evaluated.scores().length];
    Arrays.fill(none, 0.25f);
    ScoredSamples equal = new ScoredSamples(evaluated.samples(), evaluated.labels(), none);
    EvaluationReport same =
        EvaluationReport.of(SUBJECT, equal, Optional.empty(), new EvaluationOptions(0, 1, 0.9));
    assertThat(same.meanAuc()).isEqualTo(0.5);
    assertThat(same.thresholds().chosenOn()).isEqualTo("test");
    EvaluationFiles.write(same, folder);
    Map<String, Table> tables = EvaluationTables.figures(same);
    assertThat(tables.get("summary").rows().get(0).get(2)).isEqualTo(0.5);
  }
}
