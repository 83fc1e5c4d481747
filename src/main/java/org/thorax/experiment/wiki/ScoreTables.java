package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.MetricNames;

/** A run's metrics: overall metrics in lines, class metrics in a table. */
record ScoreTables(LoggedRun run) {
  private static final String VALIDATION = "val_";
  private static final Set<String> DERIVED = Set.of(LoggedRun.MEAN_AUC, "best_val_auc");

  /**
   * Writes the metrics with this prefix.
   *
   * @param prefix {@code val_}, or "" for the test set
   * @param word text before each metric
   */
  void write(String prefix, String word, Markdown page) {
    Set<String> byClass = new LinkedHashSet<>();
    List<List<String>> rows = classes(prefix, byClass);
    List<String> lines =
        run.metrics().byName().entrySet().stream()
            .filter(each -> belongs(each.getKey(), prefix) && !byClass.contains(each.getKey()))
            .map(
                each ->
                    "%s %s:  %s"
                        .formatted(
                            word,
                            RunHistory.titled(each.getKey().substring(prefix.length())),
                            Markdown.figure(each.getValue())))
            .toList();
    if (lines.isEmpty() && rows.isEmpty()) {
      page.paragraph("Not logged.");
      return;
    }
    page.code(String.join("\n", lines));
    if (!rows.isEmpty()) {
      List<String> head = new ArrayList<>(List.of(word));
      MetricNames.PER_CLASS.forEach(metric -> head.add(RunHistory.titled(metric)));
      page.table(head, rows);
    }
  }

  private static boolean belongs(String name, String prefix) {
    return !DERIVED.contains(name) && name.startsWith(VALIDATION) == prefix.equals(VALIDATION);
  }

  /** One row per class; the names of its metrics are added to {@code shown}. */
  private List<List<String>> classes(String prefix, Set<String> shown) {
    List<List<String>> rows = new ArrayList<>();
    for (String label : run.setup().classes()) {
      List<String> cells = new ArrayList<>(List.of(label));
      boolean any = false;
      for (String metric : MetricNames.PER_CLASS) {
        String name = prefix + MetricNames.of(metric, label);
        any |= run.figure(name).isPresent();
        cells.add(
            run.figure(name).isPresent() ? Markdown.figure(run.figure(name).getAsDouble()) : "-");
        shown.add(name);
      }
      if (any) {
        rows.add(cells);
      }
    }
    return rows;
  }
}
