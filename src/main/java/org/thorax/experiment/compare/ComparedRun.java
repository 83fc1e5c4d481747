package org.thorax.experiment.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.LoggedMetrics;
import org.thorax.experiment.log.LoggedReport;
import org.thorax.experiment.log.LoggedRun;

/**
 * A run with the compared metrics. Metrics of a re-evaluation take precedence over those of the
 * training.
 *
 * @param run as logged
 * @param test AUC by class on the test set, with class names as in metrics; classes without a
 *     positive test sample are left out
 * @param validation AUC by class on the validation set: re-evaluated, or else of the last epoch
 * @param difference largest difference of a test AUC between training and re-evaluation; empty if
 *     one of them is missing
 */
public record ComparedRun(
    LoggedRun run,
    Map<String, Double> test,
    Map<String, Double> validation,
    OptionalDouble difference) {
  private static final String VALIDATION_AUC = "val_auc";

  /** Reads a run. */
  public static ComparedRun of(LoggedRun run) {
    ExperimentEntry entry = run.entry();
    Map<String, Double> trained = aucs(LoggedMetrics.ofTest(entry));
    Map<String, Double> again = aucs(LoggedMetrics.of(entry, "test_again"));
    Map<String, Double> test = new LinkedHashMap<>(trained);
    test.putAll(again);
    without(entry).forEach(test::remove);
    Map<String, Double> validation = aucs(LoggedMetrics.of(entry, "val_again"));
    return new ComparedRun(
        run,
        test,
        validation.isEmpty() ? lastEpoch(entry) : validation,
        again.entrySet().stream()
            .filter(auc -> trained.containsKey(auc.getKey()))
            .mapToDouble(auc -> Math.abs(auc.getValue() - trained.get(auc.getKey())))
            .max());
  }

  private static Map<String, Double> aucs(Optional<LoggedMetrics> metrics) {
    return metrics.map(LoggedMetrics::classAucs).orElse(Map.of());
  }

  private static List<String> without(ExperimentEntry entry) {
    Set<String> names =
        entry
            .classificationReport()
            .map(report -> LoggedReport.parse(report).withoutPositives())
            .orElse(Set.of());
    return names.stream().map(ComparedRun::spelled).toList();
  }

  /** A class name as in metrics. */
  static String spelled(String className) {
    return className.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private static Map<String, Double> lastEpoch(ExperimentEntry entry) {
    Map<String, Double> aucs = new LinkedHashMap<>();
    if (entry.hasHistory()) {
      entry
          .history()
          .forEach(
              (key, values) -> {
                if (key.startsWith(VALIDATION_AUC + "_") && !values.isEmpty()) {
                  aucs.put(
                      key.substring(VALIDATION_AUC.length() + 1), values.get(values.size() - 1));
                }
              });
    }
    return aucs;
  }

  /**
   * The mean test AUC over classes with positive test samples; the logged mean if no class is
   * logged.
   */
  public double testAuc() {
    return test.isEmpty() ? run.figure("auc").orElse(Double.NaN) : mean(test);
  }

  /** The mean validation AUC; the metric of the last epoch if no class is logged. */
  public double validationAuc() {
    return validation.isEmpty() ? run.figure(VALIDATION_AUC).orElse(Double.NaN) : mean(validation);
  }

  private static double mean(Map<String, Double> aucs) {
    return aucs.values().stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }

  /** The epoch, from 0, with the first highest validation AUC; empty without a history. */
  public OptionalInt bestEpoch() {
    List<Double> values = validationAucs();
    return IntStream.range(0, values.size())
        .reduce((best, next) -> values.get(next) > values.get(best) ? next : best);
  }

  /** The highest validation AUC of an epoch. */
  public OptionalDouble largestValidationAuc() {
    return validationAucs().stream().mapToDouble(value -> value).max();
  }

  private List<Double> validationAucs() {
    ExperimentEntry entry = run.entry();
    if (!entry.hasHistory()) {
      return List.of();
    }
    return entry
        .history()
        .getOrDefault(VALIDATION_AUC, entry.history().getOrDefault("val_AUC_ROC", List.of()));
  }

  /** A class's validation AUC by epoch; empty if it is not logged. */
  public List<Double> validationAucs(String className) {
    return run.entry().hasHistory()
        ? run.entry().history().getOrDefault(VALIDATION_AUC + "_" + className, List.of())
        : List.of();
  }

  /** Number of test samples; -1 if not logged. */
  public int testSamples() {
    JsonNode samples = benchmark("num_samples_test");
    return samples.isInt() ? samples.intValue() : benchmark("test_num_samples").asInt(-1);
  }

  /** The settings of the run, by attribute. */
  public Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("architecture", run.setup().architecture().orElse("unknown"));
    attributes.put("loss", run.setup().loss());
    attributes.put("optimizer", run.setup().optimizer());
    JsonNode augmentation = benchmark("augmentation");
    attributes.put("augmentation", augmentation.isTextual() ? augmentation.asText() : "none");
    attributes.put("upsampled", run.entry().name().matches(".*_[Uu]psampled.*") ? "yes" : "no");
    attributes.put("crop", benchmark("crop").asBoolean(false) ? "yes" : "no");
    return attributes;
  }

  private JsonNode benchmark(String key) {
    return run.entry().benchmark().map(tree -> tree.path(key)).orElseGet(MissingNode::getInstance);
  }
}
