package org.thorax.experiment.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.report.ForestPlot;
import org.thorax.evaluation.report.Table;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.formats.plot.Drawing;

/**
 * Comparable runs: the same classes and the same number of test samples.
 *
 * @param runs each once, the best test AUC first
 * @param leftOut number of runs with other classes or test sets
 */
public record RunComparison(List<ComparedRun> runs, int leftOut) {
  /** Copies the list. */
  public RunComparison {
    runs = List.copyOf(runs);
  }

  private record Kind(List<String> classes, int testSamples) {}

  /**
   * Compares runs. For an id that occurs twice, the last one counts, so pass re-evaluations last;
   * for runs with the same name and the same AUCs, the first one counts.
   *
   * @param testSamples number of test samples of the compared runs; if empty, the most frequent one
   */
  public static RunComparison of(List<LoggedRun> logged, Optional<Integer> testSamples) {
    Map<String, ComparedRun> byId = new LinkedHashMap<>();
    logged.forEach(run -> byId.put(run.entry().id(), ComparedRun.of(run)));
    Set<List<Object>> seen = new HashSet<>();
    List<ComparedRun> once =
        byId.values().stream()
            .filter(
                each ->
                    each.test().isEmpty()
                        || seen.add(List.of(each.run().entry().name(), each.test())))
            .filter(each -> testSamples.isEmpty() || each.testSamples() == testSamples.get())
            .toList();
    Map<Kind, List<ComparedRun>> kinds =
        once.stream()
            .collect(
                Collectors.groupingBy(
                    each -> new Kind(each.run().setup().classes(), each.testSamples()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<ComparedRun> most =
        kinds.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    return new RunComparison(best(most, ComparedRun::testAuc), once.size() - most.size());
  }

  /** The highest first; unknown values last. */
  static List<ComparedRun> best(List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    Comparator<ComparedRun> order =
        Comparator.comparingDouble(
            run -> Double.isNaN(figure.applyAsDouble(run)) ? 2 : -figure.applyAsDouble(run));
    return runs.stream().sorted(order).toList();
  }

  /** All tables by file name. */
  public Map<String, Table> tables() {
    return new ComparisonTables(this).all();
  }

  /** All figures by file name: mean AUCs by attribute, validation and test. */
  public Map<String, Drawing> figures() {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    grouped()
        .forEach(
            (attribute, groups) -> {
              if (groups.size() > 1) {
                ForestPlot plot = new ForestPlot("Mean AUC by " + attribute);
                groups.forEach(
                    (value, members) -> {
                      plot.add(
                          label(value) + ", test",
                          mean(members, ComparedRun::testAuc),
                          range(members, ComparedRun::testAuc),
                          true);
                      plot.add(
                          label(value) + ", validation",
                          mean(members, ComparedRun::validationAuc),
                          range(members, ComparedRun::validationAuc),
                          false);
                    });
                figures.put(attribute, plot.drawing());
              }
            });
    return figures;
  }

  /** Shortened for a figure. */
  private static String label(String value) {
    return value.replaceFirst("(?i)_?binary_crossentropy$", " BCE").strip();
  }

  private static Interval range(List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    double[] values =
        runs.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return values.length < 2 ? Interval.NONE : new Interval(values[0], values[values.length - 1]);
  }

  /** The runs by attribute and by its value. */
  Map<String, Map<String, List<ComparedRun>>> grouped() {
    Map<String, Map<String, List<ComparedRun>>> grouped = new LinkedHashMap<>();
    for (ComparedRun each : runs) {
      each.attributes()
          .forEach(
              (attribute, value) ->
                  grouped
                      .computeIfAbsent(attribute, key -> new TreeMap<>())
                      .computeIfAbsent(value, key -> new ArrayList<>())
                      .add(each));
    }
    return grouped;
  }

  /** The mean over the runs with this metric; NaN if there is none. */
  static double mean(List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    return runs.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
