package org.thorax.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.name.BenchmarkName;
import org.thorax.name.NameComponent;

/**
 * What an entry of any age says about its run, in today's words.
 *
 * @param log the file it stands in
 * @param entry as it stands there
 * @param saved the moment of saving, from the id or else from the file's name
 * @param architecture the backbone, from the description or else from the name; empty when unknown
 * @param loss as logged
 * @param optimizer as logged
 * @param classes ordered
 * @param epochs planned
 * @param epochsRun how many the history has; empty when it was lost
 * @param rate the rate of the first epoch, from the history rather than from the benchmark, where
 *     early entries have the last one
 * @param metrics of the test set; {@code val_...} of the last epoch; {@code mean_auc} over the
 *     classes that have a positive test sample; {@code best_val_auc} over the epochs
 * @param realigned whether the test metrics stood under wrong names
 */
public record LoggedRun(
    LogFile log,
    ExperimentEntry entry,
    Optional<Instant> saved,
    Optional<String> architecture,
    String loss,
    String optimizer,
    List<String> classes,
    OptionalInt epochs,
    OptionalInt epochsRun,
    OptionalDouble rate,
    Map<String, Double> metrics,
    boolean realigned) {
  /** The headline: {@code auc} counts a class without positive samples as 0, this one does not. */
  public static final String MEAN_AUC = "mean_auc";

  private static final Pattern TRAINED = Pattern.compile("Trained (\\S+) architecture ");
  private static final List<String> RATES = List.of("lr", "learning rate", "learning_rate");

  /** Copies lists and maps; their order is kept. */
  public LoggedRun {
    classes = List.copyOf(classes);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Reads an entry. */
  public static LoggedRun of(LogFile log, ExperimentEntry entry) {
    JsonNode benchmark = benchmark(entry);
    Optional<LoggedMetrics> test = LoggedMetrics.ofTest(entry);
    return new LoggedRun(
        log,
        entry,
        ExperimentId.moment(entry.id()).or(() -> ExperimentName.moment(entry.filename())),
        architecture(entry),
        benchmark.path("loss").asText(),
        benchmark.path("optimizer").asText(),
        LoggedMetrics.texts(benchmark.path("label_columns")),
        benchmark.path("epochs").isInt()
            ? OptionalInt.of(benchmark.path("epochs").intValue())
            : OptionalInt.empty(),
        epochsRun(entry),
        rate(entry, benchmark),
        figures(entry, test),
        test.map(LoggedMetrics::realigned).orElse(false));
  }

  /** The benchmark's tree; an empty one where the entry has none. */
  static JsonNode benchmark(ExperimentEntry entry) {
    return entry
        .benchmark()
        .<JsonNode>map(tree -> tree)
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private static Optional<String> architecture(ExperimentEntry entry) {
    Matcher described = TRAINED.matcher(entry.description());
    if (described.lookingAt()) {
      return Optional.of(described.group(1));
    }
    return BenchmarkName.parse(entry.name()).token(NameComponent.ARCHITECTURE);
  }

  private static OptionalInt epochsRun(ExperimentEntry entry) {
    return entry.hasHistory()
        ? entry.history().values().stream().mapToInt(List::size).max()
        : OptionalInt.empty();
  }

  /** The first rate that was used; the benchmark's own where there is no history. */
  static OptionalDouble rate(ExperimentEntry entry, JsonNode benchmark) {
    for (String key : RATES) {
      List<Double> rates = entry.history().getOrDefault(key, List.of());
      if (!rates.isEmpty()) {
        return OptionalDouble.of(rates.get(0));
      }
    }
    JsonNode logged = benchmark.path("learning_rate");
    return logged.isNumber() ? OptionalDouble.of(logged.doubleValue()) : OptionalDouble.empty();
  }

  private static Map<String, Double> figures(ExperimentEntry entry, Optional<LoggedMetrics> test) {
    Map<String, Double> figures = new LinkedHashMap<>();
    test.ifPresent(
        metrics -> {
          metrics.meanAuc(withoutPositives(entry)).ifPresent(mean -> figures.put(MEAN_AUC, mean));
          figures.putAll(metrics.values());
        });
    if (entry.hasHistory()) {
      entry
          .history()
          .forEach(
              (key, values) -> {
                String name = MetricKey.today(key);
                if (name.startsWith("val_") && !values.isEmpty()) {
                  figures.put(name, values.get(values.size() - 1));
                  if (name.equals("val_auc")) {
                    values.stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .ifPresent(best -> figures.put("best_val_auc", best));
                  }
                }
              });
    }
    return figures;
  }

  /** Classes without a positive test sample. */
  static Set<String> withoutPositives(ExperimentEntry entry) {
    return entry
        .classificationReport()
        .map(report -> LoggedReport.parse(report).withoutPositives())
        .orElse(Set.of());
  }

  /** A figure by today's name; the test set's unless it begins with {@code val_}. */
  public OptionalDouble figure(String metric) {
    Double value = metrics.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether the Python project wrote the entry, which ended in 2020, with its faults. */
  public boolean byPython() {
    return Origin.python(entry);
  }

  /** Whether any of the entry's texts has all these words, in upper or lower case. */
  public boolean mentions(String... words) {
    String text =
        String.join("\n", entry.id(), entry.name(), entry.filename(), entry.description())
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(words).allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }
}
