package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One evaluation in an entry, with current metric names.
 *
 * @param values metric -> value, in the entry's order
 * @param realigned whether the names were shifted by one metric because a NaN loss had been left
 *     out, which is added again here
 */
public record LoggedMetrics(Map<String, Double> values, boolean realigned) {
  private static final String LOSS = "loss";
  private static final String CLASS_AUC = "auc_";

  /** Copies the values; their order is kept. */
  public LoggedMetrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The evaluation on the test set after training; empty if not evaluated yet. */
  public static Optional<LoggedMetrics> ofTest(ExperimentEntry entry) {
    return entry.test().map(test -> of(test, metrics(entry)));
  }

  /** {@code test_again}, {@code val_again} or {@code val} of a re-evaluation. */
  public static Optional<LoggedMetrics> of(ExperimentEntry entry, String key) {
    JsonNode node = entry.others().get(key);
    if (node == null || !node.isObject()) {
      return Optional.empty();
    }
    Map<String, Double> values = new LinkedHashMap<>();
    node.properties().forEach(e -> values.put(e.getKey(), e.getValue().asDouble(Double.NaN)));
    return Optional.of(of(values, List.of()));
  }

  /**
   * Gives every value its right name.
   *
   * @param logged as in the entry
   * @param metrics the metrics' names without the loss, in their order; empty if unknown
   */
  static LoggedMetrics of(Map<String, Double> logged, List<String> metrics) {
    Map<String, Double> values = new LinkedHashMap<>();
    boolean shifted = shifted(List.copyOf(logged.keySet()), metrics);
    if (shifted) {
      values.put(LOSS, Double.NaN);
      List<Double> found = new ArrayList<>(logged.values());
      for (int i = 0; i < metrics.size(); i++) {
        values.put(metrics.get(i), found.get(i));
      }
    } else {
      logged.forEach((key, value) -> values.put(MetricKey.today(key), value));
    }
    return new LoggedMetrics(values, shifted);
  }

  /** Whether the keys are the loss and all metrics but the last. */
  private static boolean shifted(List<String> keys, List<String> metrics) {
    return metrics.size() > 1
        && keys.size() == metrics.size()
        && keys.get(0).equals(LOSS)
        && keys.subList(1, keys.size()).equals(metrics.subList(0, metrics.size() - 1));
  }

  static List<String> metrics(ExperimentEntry entry) {
    return entry.benchmark().map(tree -> texts(tree.path("metrics"))).orElse(List.of());
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  /** The value of a metric by its current name. */
  public OptionalDouble value(String metric) {
    Double value = values.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The AUC of every class, by the class name as in metrics. */
  public Map<String, Double> classAucs() {
    Map<String, Double> aucs = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(CLASS_AUC)) {
            aucs.put(key.substring(CLASS_AUC.length()), value);
          }
        });
    return aucs;
  }

  /**
   * The mean AUC over all classes except these, e.g. those without a positive sample, whose AUC
   * counts as 0 in {@code auc}.
   *
   * @param without class names as in labels or in metrics
   * @return empty if there is no AUC by class
   */
  public OptionalDouble meanAuc(Set<String> without) {
    List<String> left =
        without.stream().map(name -> name.toLowerCase(Locale.ROOT).replace(' ', '_')).toList();
    return classAucs().entrySet().stream()
        .filter(auc -> !left.contains(auc.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .average();
  }
}
