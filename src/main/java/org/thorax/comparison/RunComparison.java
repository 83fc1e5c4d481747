package org.thorax.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.thorax.figure.Drawing;
import org.thorax.log.LoggedRun;
import org.thorax.metrics.Interval;
import org.thorax.report.ForestPlot;
import org.thorax.report.Table;

/**
 * Runs that can be compared: the same classes, judged on as many test samples.
 *
 * @param runs each once, the best test AUC first
 * @param leftOut number of runs of other classes or test sets
 */
public record RunComparison(List<ComparedRun> runs, int leftOut) {
  private static final double REPRODUCED = 1e-3;

  /** Copies the list. */
  public RunComparison {
    runs = List.copyOf(runs);
  }

  private record Kind(List<String> classes, int testSamples) {}

  /**
   * Compares. Of an id that comes twice the last one counts, so give re-evaluations last; of runs
   * with the same name and the same AUCs the first.
   *
   * @param testSamples of the runs wanted; empty for what most runs have
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
                    each -> new Kind(each.run().classes(), each.testSamples()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<ComparedRun> most =
        kinds.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    return new RunComparison(best(most, ComparedRun::testAuc), once.size() - most.size());
  }

  /** The largest first; what is not known last. */
  private static List<ComparedRun> best(
      List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    Comparator<ComparedRun> order =
        Comparator.comparingDouble(
            run -> Double.isNaN(figure.applyAsDouble(run)) ? 2 : -figure.applyAsDouble(run));
    return runs.stream().sorted(order).toList();
  }

  /** All tables by the name of their file. */
  public Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("runs", runTable());
    tables.put("attributes", attributes());
    tables.put("best_per_class", bestPerClass());
    tables.put("epochs", epochs());
    return tables;
  }

  private Table runTable() {
    List<List<Object>> rows = new ArrayList<>();
    for (ComparedRun each : runs) {
      rows.add(
          List.of(
              each.run().entry().id(),
              each.run().entry().name(),
              each.testAuc(),
              each.validationAuc(),
              each.largestValidationAuc().orElse(Double.NaN),
              cell(each.bestEpoch(), 1),
              cell(each.run().epochsRun(), 0),
              remarks(each)));
    }
    return new Table(
        "Runs, the best test AUC first",
        List.of(
            "id",
            "name",
            "test_auc",
            "val_auc",
            "largest_val_auc",
            "best_epoch",
            "epochs_run",
            "remarks"),
        rows);
  }

  private static Object cell(OptionalInt number, int plus) {
    return number.isPresent() ? (Object) (number.getAsInt() + plus) : (Object) Double.NaN;
  }

  private static String remarks(ComparedRun each) {
    List<String> remarks = new ArrayList<>();
    if (each.difference().orElse(0) > REPRODUCED) {
      remarks.add(
          String.format(Locale.ROOT, "not reproduced (%.3f)", each.difference().getAsDouble()));
    }
    if (each.run().realigned()) {
      remarks.add("metrics realigned");
    }
    return String.join(", ", remarks);
  }

  /** Mean AUCs of the runs that have an attribute in common. */
  private Table attributes() {
    List<List<Object>> rows = new ArrayList<>();
    grouped()
        .forEach(
            (attribute, groups) ->
                groups.forEach(
                    (value, members) ->
                        rows.add(
                            List.of(
                                attribute,
                                value,
                                members.size(),
                                mean(members, ComparedRun::validationAuc),
                                mean(members, ComparedRun::testAuc)))));
    return new Table(
        "Mean AUC by attribute",
        List.of("attribute", "value", "runs", "val_auc", "test_auc"),
        rows);
  }

  private Map<String, Map<String, List<ComparedRun>>> grouped() {
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

  private static double mean(List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    return runs.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  private Set<String> classes() {
    Set<String> classes = new LinkedHashSet<>();
    runs.forEach(each -> classes.addAll(each.test().keySet()));
    return classes;
  }

  private Table bestPerClass() {
    List<List<Object>> rows = new ArrayList<>();
    for (String name : classes()) {
      ComparedRun best = best(runs, each -> each.test().getOrDefault(name, Double.NaN)).get(0);
      rows.add(
          List.of(
              name,
              best.test().get(name),
              best.run().entry().id(),
              best.run().entry().name(),
              remarks(best)));
    }
    return new Table(
        "Best run of each class on the test set",
        List.of("class", "test_auc", "id", "name", "remarks"),
        rows);
  }

  /** The validation AUC of each class: in the run's best epoch, and at its own largest. */
  private Table epochs() {
    List<List<Object>> rows = new ArrayList<>();
    for (ComparedRun each : runs) {
      for (String name : each.run().classes().stream().map(ComparedRun::spelled).toList()) {
        List<Double> values = each.validationAucs(name);
        if (!values.isEmpty() && each.bestEpoch().isPresent()) {
          double largest = values.stream().mapToDouble(value -> value).max().getAsDouble();
          rows.add(
              List.of(
                  each.run().entry().id(),
                  name,
                  each.bestEpoch().getAsInt() + 1,
                  values.get(Math.min(each.bestEpoch().getAsInt(), values.size() - 1)),
                  values.indexOf(largest) + 1,
                  largest));
        }
      }
    }
    return new Table(
        "Validation AUC by class",
        List.of("id", "class", "best_epoch", "val_auc", "epoch_of_largest", "largest_val_auc"),
        rows);
  }

  /** All figures by the name of their file: mean AUCs by attribute, validation and test. */
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

  /** Short enough for a figure. */
  private static String label(String value) {
    return value.replaceFirst("(?i)_?binary_crossentropy$", " BCE").strip();
  }

  private static Interval range(List<ComparedRun> runs, ToDoubleFunction<ComparedRun> figure) {
    double[] values =
        runs.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return values.length < 2 ? Interval.NONE : new Interval(values[0], values[values.length - 1]);
  }
}
