package org.thorax.app.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;

/** Three runs in a log. */
final class LoggedExperiments {
  static final String BEST = "DenseNet121_Chexpert_BCE_E8_B32_C0_N5_D256_1LR4_Adam";

  /** Of a time when reports were wrong: the ids' moments are those of June 2020. */
  private static final String REPORT =
      """
                    precision    recall  f1-score   support

      Cardiomegaly       0.50      0.50      0.50         2
         micro avg       0.50      0.50      0.50         2
      """;

  private LoggedExperiments() {}

  static void write(Path folder) {
    ExperimentLogs logs = new ExperimentLogs(folder);
    logs.append(
        entry(1, "InceptionV3_Chexpert_BCE_E8_B32_C0_N5_D256_1LR4_SGD", "SGD", "BCE", 0.74));
    logs.append(entry(2, BEST, "Adam", "BCE", 0.83));
    logs.append(
        entry(3, "Xception_Chexpert_WBCE_E8_B32_C0_N5_D256_1LR4_Adam", "Adam", "WBCE", 0.79));
  }

  private static ExperimentEntry entry(
      int number, String name, String optimizer, String loss, double auc) {
    Map<String, List<Double>> history = new LinkedHashMap<>();
    Map<String, Double> test = new LinkedHashMap<>();
    history.put("loss", List.of(0.62, 0.5, 0.43, 0.4, 0.37, 0.35, 0.34, 0.33));
    history.put("val_loss", List.of(0.6, 0.52, 0.47, 0.45, 0.44, 0.44, 0.45, 0.46));
    history.put("auc", List.of(0.6, 0.68, 0.74, 0.78, 0.81, 0.84, 0.86, 0.87));
    history.put("val_auc", List.of(0.61, 0.69, auc - 0.05, auc - 0.03, auc - 0.02, auc, auc, auc));
    test.put("loss", 0.45);
    test.put("auc", auc);
    for (int i = 0; i < RunningServer.CLASSES.size(); i++) {
      String metric = RunningServer.CLASSES.get(i).toLowerCase(Locale.ROOT).replace(' ', '_');
      test.put("auc_" + metric, auc + 0.03 * (i - 2));
    }
    ObjectNode benchmark = JsonNodeFactory.instance.objectNode();
    benchmark.put("benchmark_name", name.replaceFirst("^[^_]*_", ""));
    benchmark.put(
        "loss", loss.equals("BCE") ? "binary_crossentropy" : "weighted_binary_crossentropy");
    benchmark.put("optimizer", optimizer).put("epochs", 8).put("batch_size", 32);
    RunningServer.CLASSES.forEach(benchmark.withArray("label_columns")::add);
    String architecture = name.replaceFirst("_.*", "");
    return new ExperimentEntry(
        "0000000" + number + "-a1b2-11ea-8000-0242ac110002",
        name,
        number == 3 ? RunningServer.FIRST + ".h5" : name + "_2026112" + number + "-100000.h5",
        "1",
        history,
        "Trained " + architecture + " architecture using the 'Chexpert' benchmark.",
        Optional.of(test),
        number == 3 ? Optional.of(REPORT) : Optional.empty(),
        Optional.of(benchmark),
        Map.of());
  }
}
