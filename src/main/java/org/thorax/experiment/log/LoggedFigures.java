package org.thorax.experiment.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of an entry by their current names: the test set's without prefix, others with one.
 */
final class LoggedFigures {
  private static final String VALIDATION = "val_";
  private static final String BEST = "best_";
  private static final String LOGGED = "logged_";

  private LoggedFigures() {}

  /** The metrics of a training: the test set's, and the last and the best epoch's validation. */
  static Map<String, Double> ofTraining(ExperimentEntry entry) {
    Map<String, Double> figures = test(entry, LoggedMetrics.ofTest(entry));
    if (entry.hasHistory()) {
      entry
          .history()
          .forEach(
              (key, values) -> {
                String name = MetricKey.today(key);
                if (name.startsWith(VALIDATION) && !values.isEmpty()) {
                  figures.put(name, values.get(values.size() - 1));
                  if (name.equals(VALIDATION + "auc")) {
                    figures.put(BEST + name, largest(values));
                  }
                }
              });
    }
    return figures;
  }

  /** The metrics of a re-evaluation, and next to them the test metrics of the training. */
  static Map<String, Double> computedAgain(ExperimentEntry entry) {
    Map<String, Double> figures = test(entry, LoggedMetrics.of(entry, "test_again"));
    LoggedMetrics.of(entry, "val_again")
        .ifPresent(
            again ->
                again.values().forEach((name, value) -> figures.put(VALIDATION + name, value)));
    test(entry, LoggedMetrics.ofTest(entry))
        .forEach((name, value) -> figures.put(LOGGED + name, value));
    return figures;
  }

  private static Map<String, Double> test(ExperimentEntry entry, Optional<LoggedMetrics> found) {
    Map<String, Double> figures = new LinkedHashMap<>();
    found.ifPresent(
        metrics -> {
          metrics
              .meanAuc(LoggedRun.withoutPositives(entry))
              .ifPresent(mean -> figures.put(LoggedRun.MEAN_AUC, mean));
          figures.putAll(metrics.values());
        });
    return figures;
  }

  private static double largest(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
