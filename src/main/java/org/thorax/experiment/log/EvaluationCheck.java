package org.thorax.experiment.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.experiment.log.LogIssue.Kind;

/** Checks an entry's history, test metrics and report. */
final class EvaluationCheck {
  /** Before this time, predictions were compared with labels that had been shuffled in between. */
  private static final Instant REPORTS_RIGHT = Instant.parse("2020-09-03T00:00:00Z");

  private static final List<String> USUAL =
      List.of("auc", "precision", "recall", "f2_score", "binary_accuracy");
  private static final double HUGE = 1e6;
  private static final double REPORT_TOLERANCE = 0.011;

  private EvaluationCheck() {}

  static void check(ExperimentEntry entry, EntryIssues findings) {
    history(entry, findings);
    if (entry.test().isEmpty()) {
      findings.add(Kind.NOT_EVALUATED, "there are no test metrics");
    } else {
      test(entry, findings);
    }
    report(entry, findings);
  }

  private static void history(ExperimentEntry entry, EntryIssues findings) {
    if (!entry.hasHistory()) {
      findings.add(
          Kind.LOST_HISTORY,
          "the history is lost; '%s' stands for it",
          String.join(", ", entry.history().keySet()));
      return;
    }
    Set<Integer> lengths = new LinkedHashSet<>();
    Set<String> older = new LinkedHashSet<>();
    Set<String> notFinite = new LinkedHashSet<>();
    entry
        .history()
        .forEach(
            (key, values) -> {
              lengths.add(values.size());
              if (!MetricKey.today(key).equals(key)) {
                older.add(key);
              }
              if (values.stream().anyMatch(value -> !Double.isFinite(value))) {
                notFinite.add(key);
              }
              values.stream()
                  .filter(value -> Double.isFinite(value) && Math.abs(value) > HUGE)
                  .findFirst()
                  .ifPresent(value -> findings.add(Kind.HUGE_VALUE, "%s reaches %.3g", key, value));
            });
    if (lengths.size() > 1) {
      findings.add(Kind.UNEQUAL_HISTORY, "the history's lists have lengths %s", lengths);
    }
    if (!older.isEmpty()) {
      findings.add(Kind.OLDER_METRICS, "older names in the history: %s", String.join(", ", older));
    }
    if (!notFinite.isEmpty()) {
      findings.add(
          Kind.NOT_FINITE, "the history has NaN or Infinity in %s", String.join(", ", notFinite));
    }
    LoggedRun run = LoggedRun.of(LogFile.UNVALIDATED, entry);
    if (run.epochs().planned().isPresent()
        && run.epochs().run().orElse(0) < run.epochs().planned().getAsInt()) {
      findings.add(
          Kind.ENDED_EARLY,
          "%d of %d planned epochs were run",
          run.epochs().run().orElse(0),
          run.epochs().planned().getAsInt());
    }
  }

  private static void test(ExperimentEntry entry, EntryIssues findings) {
    Map<String, Double> test = entry.test().orElseThrow();
    LoggedMetrics metrics = LoggedMetrics.ofTest(entry).orElseThrow();
    if (metrics.realigned()) {
      findings.add(
          Kind.SHIFTED_METRICS,
          "the loss was NaN and dropped, so every test metric stands under the name before its own: 'loss' %.4f is the auc; read one further",
          test.get("loss"));
    } else if (!test.containsKey("loss")) {
      findings.add(Kind.LOST_LOSS, "the test loss, which was NaN, is missing");
    }
    List<String> older =
        test.keySet().stream().filter(key -> !MetricKey.today(key).equals(key)).toList();
    if (!older.isEmpty()) {
      findings.add(
          Kind.OLDER_METRICS, "older names in the test metrics: %s", String.join(", ", older));
    }
    List<String> missing = new ArrayList<>(USUAL);
    missing.removeAll(metrics.values().keySet());
    if (!missing.isEmpty()) {
      findings.add(
          Kind.FEWER_METRICS, "not among the test metrics: %s", String.join(", ", missing));
    }
    if (metrics.classAucs().isEmpty()) {
      findings.add(Kind.NO_CLASS_METRICS, "there are no test metrics by class");
    }
    Set<String> undefined = LoggedRun.withoutPositives(entry);
    if (!undefined.isEmpty() && !metrics.classAucs().isEmpty()) {
      findings.add(
          Kind.UNDEFINED_CLASS,
          "auc %.4f counts %s, without a positive test sample, as 0; the mean of the others is %.4f",
          metrics.value("auc").orElse(Double.NaN),
          String.join(", ", undefined),
          metrics.meanAuc(undefined).orElse(Double.NaN));
    }
    test.forEach(
        (key, value) -> {
          if (!Double.isFinite(value)) {
            findings.add(Kind.NOT_FINITE, "test %s is %s", key, value);
          } else if (Math.abs(value) > HUGE) {
            findings.add(Kind.HUGE_VALUE, "test %s is %.3g", key, value);
          }
        });
  }

  private static void report(ExperimentEntry entry, EntryIssues findings) {
    if (entry.classificationReport().isEmpty()) {
      findings.add(Kind.NOT_EVALUATED, "there is no classification report");
      return;
    }
    Optional<Instant> saved =
        ExperimentId.moment(entry.id()).or(() -> ExperimentName.moment(entry.filename()));
    if (saved.isPresent() && saved.get().isBefore(REPORTS_RIGHT)) {
      findings.add(
          Kind.WRONG_REPORT,
          "reports before 2020-09-03 compare predictions with other images' labels; only the support column holds");
      return;
    }
    LoggedReport read = LoggedReport.parse(entry.classificationReport().get());
    Optional<LoggedReport.Row> micro = read.row("micro avg");
    Optional<LoggedMetrics> test = LoggedMetrics.ofTest(entry);
    if (micro.isPresent() && test.isPresent()) {
      double precision = test.get().value("precision").orElse(micro.get().precision());
      double recall = test.get().value("recall").orElse(micro.get().recall());
      if (Math.abs(precision - micro.get().precision()) > REPORT_TOLERANCE
          || Math.abs(recall - micro.get().recall()) > REPORT_TOLERANCE) {
        findings.add(
            Kind.REPORT_DISAGREES,
            "the report's micro precision and recall are %.2f and %.2f, the metrics' %.4f and %.4f",
            micro.get().precision(),
            micro.get().recall(),
            precision,
            recall);
      }
    }
  }
}
