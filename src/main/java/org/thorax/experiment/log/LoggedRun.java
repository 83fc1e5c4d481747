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
 * @param log the file it stands in
 * @param entry as it stands there
 * @param saved the moment of saving, from the id or else from the file's name
 * @param setup what was trained, and how
 * @param epochs how many there are
 * @param metrics in current terms
 */
public record LoggedRun(
    LogFile log,
    ExperimentEntry entry,
    Optional<Instant> saved,
    Setup setup,
    Epochs epochs,
    Metrics metrics) {
  /**
   * The main metric: {@code auc} counts a class without positive samples as 0, this one does not.
   */
  public static final String MEAN_AUC = "mean_auc";

  private static final Pattern TRAINED = Pattern.compile("Trained (\\S+) architecture ");
  private static final List<String> RATES = List.of("lr", "learning rate", "learning_rate");

  /**
   * The metrics of a run.
   *
   * @param byName of the test set; {@code val_...} of the last epoch; {@code mean_auc} over the
   *     classes with a positive test sample; {@code best_val_auc} over the epochs. In the logs of
   *     re-evaluations the recomputed metrics, and the logged ones as {@code logged_...}
   * @param realigned whether the test metrics had wrong names
   */
  public record Metrics(Map<String, Double> byName, boolean realigned) {
    /** Copies the map; its order is kept. */
    public Metrics {
      byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
  }

  /**
   * What was trained, and how.
   *
   * @param architecture the backbone, from the description or else from the name; empty when
   *     unknown
   * @param loss as logged
   * @param optimizer as logged
   * @param classes ordered
   * @param rate the rate of the first epoch, from the history rather than from the benchmark, where
   *     early entries have the last one
   */
  public record Setup(
      Optional<String> architecture,
      String loss,
      String optimizer,
      List<String> classes,
      OptionalDouble rate) {
    /** Copies the list. */
    public Setup {
      classes = List.copyOf(classes);
    }

    private static Setup of(ExperimentEntry entry, JsonNode benchmark) {
      return new Setup(
          architecture(entry),
          benchmark.path("loss").asText(),
          benchmark.path("optimizer").asText(),
          LoggedMetrics.texts(benchmark.path("label_columns")),
          LoggedRun.rate(entry, benchmark));
    }

    /** A repeat such as {@code Xception-2} is a run of the same architecture. */
    private static Optional<String> architecture(ExperimentEntry entry) {
      Optional<String> described = described(entry);
      return BenchmarkName.parse(described.orElse(entry.name()))
          .token(NameComponent.ARCHITECTURE)
          .or(() -> described);
    }
  }

  /**
   * How many epochs there are.
   *
   * @param planned by the benchmark
   * @param run how many the history has; empty when it was lost
   * @param checkpoint the one that an entry of an epoch re-evaluation is about, from 1; else empty
   */
  public record Epochs(OptionalInt planned, OptionalInt run, OptionalInt checkpoint) {
    private static Epochs of(ExperimentEntry entry, JsonNode benchmark) {
      JsonNode planned = benchmark.path("epochs");
      return new Epochs(
          whole(planned), done(entry), whole(entry.others().get(ExperimentLog.EPOCH)));
    }

    private static OptionalInt whole(JsonNode node) {
      return node != null && node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static OptionalInt done(ExperimentEntry entry) {
      return entry.hasHistory()
          ? entry.history().values().stream().mapToInt(List::size).max()
          : OptionalInt.empty();
    }
  }

  /** Reads an entry. */
  public static LoggedRun of(LogFile log, ExperimentEntry entry) {
    JsonNode benchmark = benchmark(entry);
    Optional<LoggedMetrics> test = LoggedMetrics.ofTest(entry);
    return new LoggedRun(
        log,
        entry,
        ExperimentId.moment(entry.id()).or(() -> ExperimentName.moment(entry.filename())),
        Setup.of(entry, benchmark),
        Epochs.of(entry, benchmark),
        new Metrics(
            log.reevaluated()
                ? LoggedFigures.computedAgain(entry)
                : LoggedFigures.ofTraining(entry),
            test.map(LoggedMetrics::realigned).orElse(false)));
  }

  /** The benchmark's tree; empty if the entry has none. */
  static JsonNode benchmark(ExperimentEntry entry) {
    return entry
        .benchmark()
        .<JsonNode>map(tree -> tree)
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** The network's name in the description, unchanged. */
  static Optional<String> described(ExperimentEntry entry) {
    Matcher description = TRAINED.matcher(entry.description());
    return description.lookingAt() ? Optional.of(description.group(1)) : Optional.empty();
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
    Double value = metrics.byName.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether it is a re-evaluation whose {@code auc} pools the cells of all classes. */
  public boolean pooled() {
    return log.reevaluated()
        && LoggedMetrics.of(entry, "test_again").filter(ReevaluationCheck::pooled).isPresent();
  }

  /** Whether the Python project, which ended in 2020, wrote the entry, with its errors. */
  public boolean byPython() {
    return EntryAuthor.python(entry);
  }

  /** Whether the entry's texts contain all these words, ignoring case. */
  public boolean mentions(String... words) {
    String text =
        String.join("\n", entry.id(), entry.name(), entry.filename(), entry.description())
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(words).allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }
}
