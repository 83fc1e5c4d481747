package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.MetricKey;
import org.thorax.experiment.log.MetricNames;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Ink;

/**
 * The history of a run: curves over its epochs, or numbers if there was only one.
 *
 * @param epochs number of epochs; 0 if the history is lost
 * @param values one per epoch, by current metric names
 * @param classes ordered
 */
record RunHistory(int epochs, Map<String, List<Double>> values, List<String> classes) {
  private static final String VALIDATION = "val_";
  private static final String LOSS = "loss";
  private static final List<String> RATES = List.of("lr", "learning rate");

  /** Reads a run's. */
  static RunHistory of(LoggedRun run) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    if (run.entry().hasHistory()) {
      run.entry().history().forEach((key, each) -> values.put(MetricKey.today(key), each));
    }
    return new RunHistory(run.epochs().run().orElse(0), values, run.setup().classes());
  }

  /** Loss and learning rate by the suffixes of their file names; empty with one epoch. */
  Map<String, Drawing> losses() {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    if (epochs > 1) {
      if (!series(LOSS).isEmpty()) {
        figures.put(LOSS, LineChart.single("Model loss", LOSS, series(LOSS)));
      }
      RATES.stream()
          .filter(values::containsKey)
          .findFirst()
          .ifPresent(
              rate ->
                  figures.put(
                      "learning-rate",
                      LineChart.single(
                          "Learning Rate",
                          "learning rate",
                          List.of(new LineChart.Series(rate, values.get(rate), Ink.THIRD)))));
    }
    return figures;
  }

  /** A figure of all overall metrics, and one per metric for the classes; empty with one epoch. */
  Map<String, Drawing> metrics() {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    if (epochs < 2) {
      return figures;
    }
    List<LineChart.Panel> overall =
        overall().stream().map(name -> new LineChart.Panel(titled(name), series(name))).toList();
    if (!overall.isEmpty()) {
      figures.put("metrics", LineChart.panels("Model metrics", overall, false));
    }
    for (String metric : MetricNames.PER_CLASS) {
      List<LineChart.Panel> panels = new ArrayList<>();
      for (String label : classes) {
        List<LineChart.Series> series = series(MetricNames.of(metric, label));
        if (!series.isEmpty()) {
          panels.add(new LineChart.Panel(label, series));
        }
      }
      if (!panels.isEmpty()) {
        figures.put(
            metric.replace('_', '-') + "-by-class",
            LineChart.panels("Model " + titled(metric) + " by class", panels, true));
      }
    }
    return figures;
  }

  /** The metrics that are not of a single class, without loss and learning rate. */
  List<String> overall() {
    return values.keySet().stream()
        .map(name -> name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name)
        .distinct()
        .filter(name -> !name.equals(LOSS) && !RATES.contains(name))
        .filter(
            name -> !MetricNames.of(classes).contains(name) || MetricNames.OVERALL.contains(name))
        .toList();
  }

  /** The last epoch's numbers: name, training, validation; "-" for missing ones. */
  List<List<String>> numbers(List<String> names) {
    return names.stream()
        .filter(name -> !series(name).isEmpty())
        .map(name -> List.of(titled(name), last(name), last(VALIDATION + name)))
        .toList();
  }

  private String last(String name) {
    List<Double> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? "-" : Markdown.figure(all.get(all.size() - 1));
  }

  private List<LineChart.Series> series(String name) {
    List<LineChart.Series> series = new ArrayList<>();
    if (values.containsKey(name)) {
      series.add(new LineChart.Series("Train", values.get(name), Ink.FIRST));
    }
    if (values.containsKey(VALIDATION + name)) {
      series.add(new LineChart.Series("Validation", values.get(VALIDATION + name), Ink.SECOND));
    }
    return series;
  }

  /** Display name: {@code f2_score} as "f2 score". */
  static String titled(String name) {
    return name.replace('_', ' ').replaceFirst("\\bauc\\b", "AUC");
  }
}
