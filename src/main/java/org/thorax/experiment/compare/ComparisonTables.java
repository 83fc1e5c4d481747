package org.thorax.experiment.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.thorax.evaluation.report.Table;

/** The tables of a comparison. */
record ComparisonTables(RunComparison comparison) {
  /** The largest difference of a re-evaluated AUC from the logged one that counts as reproduced. */
  private static final double REPRODUCED = 1e-3;

  /** All tables by file name. */
  Map<String, Table> all() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("runs", runTable());
    tables.put("attributes", attributes());
    tables.put("best_per_class", bestPerClass());
    tables.put("epochs", epochs());
    return tables;
  }

  private Table runTable() {
    List<List<Object>> rows = new ArrayList<>();
    for (ComparedRun each : comparison.runs()) {
      rows.add(
          List.of(
              each.run().entry().id(),
              each.run().entry().name(),
              each.testAuc(),
              each.validationAuc(),
              each.largestValidationAuc().orElse(Double.NaN),
              cell(each.bestEpoch(), 1),
              cell(each.run().epochs().run(), 0),
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
    if (each.run().metrics().realigned()) {
      remarks.add("metrics realigned");
    }
    return String.join(", ", remarks);
  }

  /** Mean AUCs of the runs with a common attribute. */
  private Table attributes() {
    List<List<Object>> rows = new ArrayList<>();
    comparison
        .grouped()
        .forEach(
            (attribute, groups) ->
                groups.forEach(
                    (value, members) ->
                        rows.add(
                            List.of(
                                attribute,
                                value,
                                members.size(),
                                RunComparison.mean(members, ComparedRun::validationAuc),
                                RunComparison.mean(members, ComparedRun::testAuc)))));
    return new Table(
        "Mean AUC by attribute",
        List.of("attribute", "value", "runs", "val_auc", "test_auc"),
        rows);
  }

  private Set<String> classes() {
    Set<String> classes = new LinkedHashSet<>();
    comparison.runs().forEach(each -> classes.addAll(each.test().keySet()));
    return classes;
  }

  private Table bestPerClass() {
    List<List<Object>> rows = new ArrayList<>();
    for (String name : classes()) {
      ComparedRun best =
          RunComparison.best(comparison.runs(), each -> each.test().getOrDefault(name, Double.NaN))
              .get(0);
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

  /** The validation AUC of each class: in the run's best epoch, and its own maximum. */
  private Table epochs() {
    List<List<Object>> rows = new ArrayList<>();
    for (ComparedRun each : comparison.runs()) {
      for (String name : each.run().setup().classes().stream().map(ComparedRun::spelled).toList()) {
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
}
