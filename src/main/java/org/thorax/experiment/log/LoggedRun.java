package org.thorax.experiment.log;

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
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.NameComponent;

/**
 * A run from an entry of any age, in current terms.
 *
 * @param log the file of the entry
 * @param entry as in the file
 * @param saved time of saving, from the id or else from the file's name
 * @param architecture the backbone, from the description or else from the name; empty if unknown
 * @param loss as logged
 * @param optimizer as logged
 * @param classes ordered
 * @param epochs planned
 * @param epochsRun number of epochs in the history; empty if it was lost
 * @param epoch the checkpoint of an epoch re-evaluation's entry, from 1; otherwise empty
 * @param rate the learning rate of the first epoch, from the history and not from the benchmark,
 *     where early entries have the last one
 * @param metrics of the test set; {@code val_...} of the last epoch; {@code mean_auc} over the
 *     classes with a positive test sample; {@code best_val_auc} over the epochs. In the logs of
 *     re-evaluations the recomputed metrics, and the logged ones as {@code logged_...}
 * @param realigned whether the test metrics had wrong names
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
    OptionalInt epoch,
    OptionalDouble rate,
    Map<String, Double> metrics,
    boolean realigned) {
  /**
   * The main metric: {@code auc} counts a class without positive samples as 0, this one does not.
   */
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
        epoch(entry),
        rate(entry, benchmark),
        log.reevaluated() ? LoggedFigures.computedAgain(entry) : LoggedFigures.ofTraining(entry),
        test.map(LoggedMetrics::realigned).orElse(false));
  }

  /** The benchmark's tree; empty if the entry has none. */
  static JsonNode benchmark(ExperimentEntry entry) {
    return entry
        .benchmark()
        .<JsonNode>map(tree -> tree)
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** A repeat such as {@code Xception-2} is a run of the same architecture. */
  private static Optional<String> architecture(ExperimentEntry entry) {
    Optional<String> described = described(entry);
    return BenchmarkName.parse(described.orElse(entry.name()))
        .token(NameComponent.ARCHITECTURE)
        .or(() -> described);
  }

  /** The network's name in the description, unchanged. */
  static Optional<String> described(ExperimentEntry entry) {
    Matcher description = TRAINED.matcher(entry.description());
    return description.lookingAt() ? Optional.of(description.group(1)) : Optional.empty();
  }

  private static OptionalInt epoch(ExperimentEntry entry) {
    JsonNode epoch = entry.others().get(ExperimentLog.EPOCH);
    return epoch != null && epoch.isInt() ? OptionalInt.of(epoch.intValue()) : OptionalInt.empty();
  }

  private static OptionalInt epochsRun(ExperimentEntry entry) {
    return entry.hasHistory()
        ? entry.history().values().stream().mapToInt(List::size).max()
        : OptionalInt.empty();
  }

  /** The first learning rate of the history; the benchmark's if there is no history. */
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

  /** Classes without a positive test sample. */
  static Set<String> withoutPositives(ExperimentEntry entry) {
    return entry
        .classificationReport()
        .map(report -> LoggedReport.parse(report).withoutPositives())
        .orElse(Set.of());
  }

  /** A metric by its current name; the test set's unless it begins with {@code val_}. */
  public OptionalDouble figure(String metric) {
    Double value = metrics.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether it is a re-evaluation whose {@code auc} pools the cells of all classes. */
  public boolean pooled() {
    return log.reevaluated()
        && LoggedMetrics.of(entry, "test_again").filter(ReevaluationCheck::pooled).isPresent();
  }

  /** Whether the Python project, which ended in 2020, wrote the entry, with its errors. */
  public boolean byPython() {
    return Origin.python(entry);
  }

  /** Whether the entry's texts contain all these words, ignoring case. */
  public boolean mentions(String... words) {
    String text =
        String.join("\n", entry.id(), entry.name(), entry.filename(), entry.description())
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(words).allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }
}
