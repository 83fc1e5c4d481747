package org.thorax.experiment.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of the metrics in history, test and log, in the order of their computation. */
public final class MetricNames {
  /** Over all classes together. */
  public static final List<String> OVERALL =
      List.of("auc", "precision", "recall", "f2_score", "binary_accuracy");

  /** For each class. */
  public static final List<String> PER_CLASS =
      List.of("accuracy", "auc", "precision", "recall", "f2_score");

  private MetricNames() {}

  /** All 5 + 5 x classes names: the overall ones, then every metric for every class. */
  public static List<String> of(List<String> classes) {
    List<String> names = new ArrayList<>(OVERALL);
    for (String metric : PER_CLASS) {
      for (String label : classes) {
        names.add(of(metric, label));
      }
    }
    return List.copyOf(names);
  }

  /** One class' metric, e.g. {@code auc_pleural_effusion}. */
  public static String of(String metric, String label) {
    return metric + "_" + label.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
