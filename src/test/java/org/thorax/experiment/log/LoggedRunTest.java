package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.experiment.compare.ComparedRun;
import org.thorax.oracle.Golden;

class LoggedRunTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  private static List<LoggedRun> recorded() throws IOException {
    Path folder = Golden.path("golden/logs");
    return new ExperimentLogs(folder)
        .runs(
            List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED),
            unreadable -> {
              throw new AssertionError(unreadable);
            });
  }

  @Test
  void figuresOfRecordedRunsAreTheExpectedOnes() throws IOException {
    JsonNode expected = Golden.json("golden/expected-comparison.json");
    List<JsonNode> all = new ArrayList<>();
    expected.get("experiment-log").forEach(all::add);
    expected.get("unvalidated-experiment-log").forEach(all::add);
    List<LoggedRun> runs = recorded();
    assertThat(runs).hasSize(21);
    for (int i = 0; i < all.size(); i++) {
      JsonNode figures = all.get(i);
      LoggedRun run = runs.get(i);
      assertThat(run.entry().id()).isEqualTo(figures.get("id").textValue());
      assertThat(run.setup().classes()).hasSize(figures.get("classes").intValue());
      if (figures.has("max_val_auc")) {
        assertThat(run.figure("best_val_auc").getAsDouble())
            .isEqualTo(figures.get("max_val_auc").doubleValue());
        assertThat(run.epochs().run().getAsInt()).isEqualTo(figures.get("epochs_run").intValue());
      }
      // The expected values take the shifted metrics of 04ee235a as they stand.
      if (figures.has("test_auc_mean_without_fracture") && !run.metrics().realigned()) {
        LoggedMetrics test = LoggedMetrics.ofTest(run.entry()).orElseThrow();
        assertThat(test.meanAuc(Set.of("Fracture")).getAsDouble())
            .isCloseTo(figures.get("test_auc_mean_without_fracture").doubleValue(), ROUNDING);
        assertThat(test.meanAuc(Set.of()).getAsDouble())
            .isCloseTo(figures.get("test_auc_mean_all").doubleValue(), ROUNDING);
      }
    }
  }

  @Test
  void theBestRunsHeadlineLeavesOutTheClassWithoutPositives() throws IOException {
    LoggedRun best = run("bd5c2e9a");
    assertThat(best.figure("auc").getAsDouble()).isCloseTo(0.7887, Offset.offset(5e-5));
    assertThat(best.figure(LoggedRun.MEAN_AUC).getAsDouble())
        .isCloseTo(0.8604, Offset.offset(5e-5));
    assertThat(best.setup().architecture()).contains("DenseNet121");
    assertThat(best.saved().orElseThrow())
        .isBetween(Instant.parse("2020-08-29T11:42:38Z"), Instant.parse("2020-08-29T11:42:39Z"));
  }

  @Test
  void shiftedMetricsComeBackUnderTheirNames() throws IOException {
    LoggedRun shifted = run("04ee235a");
    assertThat(shifted.metrics().realigned()).isTrue();
    assertThat(shifted.figure("loss").getAsDouble()).isNaN();
    assertThat(shifted.figure("auc").getAsDouble())
        .isEqualTo(shifted.entry().test().orElseThrow().get("loss"));
    // Only so is the macro AUC the mean of the classes'.
    assertThat(shifted.figure(LoggedRun.MEAN_AUC).getAsDouble())
        .isCloseTo(shifted.figure("auc").getAsDouble(), Offset.offset(1e-6));
    assertThat(shifted.figure("f2_score_fracture")).isPresent();
    assertThat(recorded().stream().filter(run -> run.metrics().realigned())).hasSize(1);
  }

  @Test
  void theRateIsTheFirstEpochsNotTheLast() throws IOException {
    assertThat(run("06bbf24c").setup().rate().getAsDouble()).isEqualTo((float) 1e-4);
    assertThat(run("03479e56").setup().rate().getAsDouble()).isEqualTo(0.2);
  }

  @Test
  void everyOlderNameOfAMetricIsKnown() {
    Map<String, String> names =
        Map.of(
            "AUC_ROC", "auc",
            "val_AUC_ROC", "val_auc",
            "F2Score", "f2_score",
            "BinaryAccuracy", "binary_accuracy",
            "f2_score_score_edema", "f2_score_edema",
            "auc_edema", "auc_edema");
    names.forEach((older, today) -> assertThat(MetricKey.today(older)).isEqualTo(today));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xception", "Xception-2", "Xception_2"})
  void aRepeatIsARunOfTheSameArchitecture(String written) {
    for (String description :
        List.of("Trained " + written + " architecture using the 'x' benchmark.", "By hand.")) {
      LoggedRun run =
          LoggedRun.of(
              LogFile.UNVALIDATED,
              new ExperimentEntry(
                  "id",
                  written + "_Chexpert_BCE_E3_B32_C0_N5",
                  "file.h5",
                  "1",
                  Map.of(),
                  description,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Map.of()));
      assertThat(run.setup().architecture()).contains("Xception");
      assertThat(ComparedRun.of(run).attributes()).containsEntry("architecture", "Xception");
      RunQuery query =
          new RunQuery(
              List.of(),
              Optional.empty(),
              new RunQuery.Setup(
                  Optional.of("Xception"), Optional.empty(), OptionalInt.empty(), Optional.empty()),
              new RunQuery.Period(Optional.empty(), Optional.empty()),
              List.of());
      assertThat(query.of(List.of(run))).hasSize(1);
    }
  }

  @Test
  void aQueryCombinesWhatItIsGiven() throws IOException {
    RunQuery query =
        new RunQuery(
            List.of("UPSAMPLED"),
            Optional.of("DenseNet121_*_N12_*"),
            new RunQuery.Setup(
                Optional.of("densenet121"),
                Optional.of("weighted"),
                OptionalInt.of(12),
                Optional.of("Adam")),
            new RunQuery.Period(
                Optional.of(LocalDate.parse("2020-08-25")),
                Optional.of(LocalDate.parse("2020-08-29"))),
            List.of(MetricCondition.parse("mean_auc >= 0.85")));
    assertThat(query.of(recorded()))
        .extracting(run -> run.entry().id().substring(0, 8))
        .containsExactly("bd5c2e9a");
    assertThat(RunQuery.ALL.of(recorded())).hasSize(21);
  }

  @Test
  void theBestComesFirstAndWhatHasNoValueLast() throws IOException {
    List<LoggedRun> byAuc = RunQuery.sorted(recorded(), LoggedRun.MEAN_AUC);
    assertThat(byAuc.get(1).entry().id()).startsWith("bd5c2e9a");
    assertThat(byAuc.get(20).figure(LoggedRun.MEAN_AUC)).isEmpty();
    List<LoggedRun> byLoss = RunQuery.sorted(recorded(), "loss");
    assertThat(byLoss.get(0).entry().id()).startsWith("697b4e66");
    assertThatThrownBy(() -> RunQuery.sorted(byLoss, "auc_edima"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("auc_edema");
  }

  @Test
  void aRunIsFoundByTheBeginningOfItsId() throws IOException {
    ExperimentLogs logs = new ExperimentLogs(Golden.path("golden/logs"));
    assertThat(logs.require("bd5c").entry().id()).startsWith("bd5c2e9a");
    assertThat(logs.require("pretrained_DN_dependency").entry().id()).startsWith("45bcd2dc");
    assertThatThrownBy(() -> logs.require("0000")).hasMessageContaining("no experiment '0000'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auc", "auc>", ">0.5", "auc>>1", "auc>x", "auc>1.2.3"})
  void aBoundOfAnotherFormIsRefused(String text) {
    assertThatThrownBy(() -> MetricCondition.parse(text))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void aReportIsReadBack() {
    String report =
        "              precision    recall  f1-score   support\n\n"
            + "Pleural Other       0.50      0.25      0.33         4\n"
            + "     Fracture       0.00      0.00      0.00         0\n\n"
            + "    micro avg       0.50      0.25      0.33         4\n";
    LoggedReport read = LoggedReport.parse(report);
    assertThat(read.rows()).hasSize(3);
    assertThat(read.row("Pleural Other").orElseThrow().support()).isEqualTo(4);
    assertThat(read.withoutPositives()).containsExactly("Fracture");
  }

  private static LoggedRun run(String id) throws IOException {
    return recorded().stream()
        .filter(run -> run.entry().id().startsWith(id))
        .findFirst()
        .orElseThrow();
  }
}
