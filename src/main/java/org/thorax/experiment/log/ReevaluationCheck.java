package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.thorax.experiment.log.LogIssue.Kind;

/** Checks the fields that a re-evaluation added to an entry. */
final class ReevaluationCheck {
  private static final double SAME = 1e-3;
  private static final double SAME_MEAN = 1e-4;

  private ReevaluationCheck() {}

  static void check(ExperimentEntry entry, EntryIssues findings) {
    for (String key : List.of("test_again", "val_again", "val")) {
      LoggedMetrics.of(entry, key).ifPresent(metrics -> pooled(key, metrics, findings));
    }
    misspelt(entry, findings);
    JsonNode validation = entry.others().get("val");
    if (validation != null && validation.isObject() && validation.isEmpty()) {
      findings.add(Kind.EMPTY_VALIDATION, "val is empty, as the history is lost");
    }
    Optional<LoggedMetrics> test = LoggedMetrics.ofTest(entry);
    Optional<LoggedMetrics> again = LoggedMetrics.of(entry, "test_again");
    // An epoch's checkpoint has different values.
    if (test.isPresent() && again.isPresent() && !entry.others().containsKey("epoch_model")) {
      differences(test.get(), again.get(), findings);
    }
  }

  private static void pooled(String key, LoggedMetrics metrics, EntryIssues findings) {
    if (pooled(metrics)) {
      findings.add(
          Kind.POOLED_AUC,
          "%s.auc %.4f is pooled over all cells (micro); the mean over classes is %.4f",
          key,
          metrics.value("auc").orElse(Double.NaN),
          metrics.meanAuc(Set.of()).orElse(Double.NaN));
    }
  }

  /** Whether {@code auc} is pooled over all cells instead of the mean of the classes. */
  static boolean pooled(LoggedMetrics metrics) {
    OptionalDouble auc = metrics.value("auc");
    OptionalDouble mean = metrics.meanAuc(Set.of());
    return auc.isPresent()
        && mean.isPresent()
        && Math.abs(auc.getAsDouble() - mean.getAsDouble()) > SAME_MEAN;
  }

  private static void misspelt(ExperimentEntry entry, EntryIssues findings) {
    List<String> keys =
        List.of("test_again", "val_again", "val").stream()
            .filter(entry.others()::containsKey)
            .filter(
                key ->
                    StreamSupport.stream(
                            ((Iterable<String>) () -> entry.others().get(key).fieldNames())
                                .spliterator(),
                            false)
                        .anyMatch(name -> name.startsWith("f2_score_score_")))
            .toList();
    if (!keys.isEmpty()) {
      findings.add(
          Kind.MISSPELT_METRICS,
          "%s spell f2_score_<class> as f2_score_score_<class>",
          String.join(" and ", keys));
    }
  }

  private static void differences(LoggedMetrics test, LoggedMetrics again, EntryIssues findings) {
    String worst = "";
    double most = SAME;
    int count = 0;
    for (Map.Entry<String, Double> metric : again.values().entrySet()) {
      if (metric.getKey().equals("auc")) {
        continue;
      }
      OptionalDouble logged = test.value(metric.getKey());
      double difference = logged.isEmpty() ? 0 : Math.abs(logged.getAsDouble() - metric.getValue());
      if (difference > SAME) {
        count++;
      }
      if (difference > most) {
        most = difference;
        worst = metric.getKey();
      }
    }
    if (count > 0) {
      findings.add(
          Kind.NOT_REPRODUCED,
          "%d test metrics differ by more than %s between test and test_again, %s most: %.4f and %.4f",
          count,
          SAME,
          worst,
          test.value(worst).orElse(Double.NaN),
          again.value(worst).orElse(Double.NaN));
    }
  }
}
