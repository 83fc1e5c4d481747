package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;
import static org.thorax.app.cli.SmallPhantom.CLASSES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.thorax.data.CsvTable;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

/** A drawn data set with an official test set, and cross-validations on it. */
record FoldRuns(Path data) {
  static FoldRuns in(Path folder) {
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 5, 32));
    return new FoldRuns(folder);
  }

  Map<String, String> labelsOfTable() {
    Map<String, String> labels = new HashMap<>();
    try (CsvTable table = new CsvTable(data.resolve("train.csv"))) {
      while (table.next()) {
        StringBuilder text = new StringBuilder();
        for (String name : CLASSES.split(",", -1)) {
          text.append(table.field(table.column(name)).startsWith("1") ? "1" : "0");
        }
        labels.put(table.field(0), text.toString());
      }
    }
    return labels;
  }

  Path folds(Path work) throws IOException {
    return only(work.resolve("models"), "tiny_Folds");
  }

  Path predictionsOf(Path work, int fold) throws IOException {
    Path experiment = only(work.resolve("models"), "tiny_Fold" + fold + "of");
    try (Stream<Path> all = Files.list(experiment)) {
      List<Path> found =
          all.filter(path -> path.toString().endsWith("-predictions.csv")).sorted().toList();
      return found.get(found.size() - 1);
    }
  }

  private static Path only(Path folder, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found =
          all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  ThoraxProcess.Ended train(Path work, String benchmark, Object... more)
      throws IOException, InterruptedException {
    try (ThoraxProcess process = start(work, benchmark, more)) {
      return process.end();
    }
  }

  ThoraxProcess start(Path work, String benchmark, Object... more) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("train", benchmark, "--device", "cpu"));
    arguments.addAll(List.of(SmallPhantom.withTiny("--classes", CLASSES, "--no-tensorboard")));
    arguments.addAll(List.of("--models-dir", work.resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs")));
    arguments.addAll(List.of(more));
    if (!List.of(more).contains("--data")) {
      arguments.addAll(List.of("--data", data));
    }
    return ThoraxProcess.start(arguments.toArray());
  }

  CommandLineRun evaluate(Path model, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("evaluate", model, "--data", data, "--device", "cpu", "--bootstrap", 0));
    arguments.addAll(List.of(more));
    return thorax(arguments.toArray());
  }
}
