package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.Thorax;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.model.keras.TinyClassifier;

class TrainedRunTest {
  private static final List<String> CLASSES = List.of("Pleural Effusion", "Lung Opacity");

  @Test
  void aFreshlyTrainedRunsPageHasItsRocCurvesWithoutAFurtherCommand(@TempDir Path folder)
      throws Exception {
    PhantomDataset.write(folder.resolve("data"), new PhantomSettings(7, 60, 0, 32));
    TinyClassifier.write(folder.resolve("start"), CLASSES, 32, 1);
    int exit =
        Thorax.run(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            "train",
            "Chexpert_BCE_E1_B16_C0_N2_D32_1LR2_Adam",
            "--classes=" + String.join(",", CLASSES),
            "--data=" + folder.resolve("data"),
            "--model=" + folder.resolve("start"),
            "--models-dir=" + folder.resolve("models"),
            "--logs-dir=" + folder.resolve("logs"),
            "--device=cpu");
    assertThat(exit).isZero();
    try (RunningServer server =
        new RunningServer(
            folder.resolve("models"),
            folder.resolve("logs"),
            Optional.empty(),
            ServeLimits.DEFAULT)) {
      JsonNode run = onlyRun(server);
      assertThat(run.path("card").path("model").asText()).isNotEmpty();
      assertThat(run.path("roc")).hasSize(CLASSES.size());
      for (JsonNode curve : run.path("roc")) {
        String metric =
            "auc_" + curve.path("name").asText().toLowerCase(Locale.ROOT).replace(' ', '_');
        // Keras' figure is of 200 thresholds, the curve's is exact.
        assertThat(curve.path("auc").asDouble())
            .isCloseTo(run.path("test").path(metric).asDouble(), within(0.02));
        assertThat(curve.path("points").size()).isGreaterThan(2);
      }
      spoilPredictions(folder.resolve("models"));
      JsonNode spoiled = onlyRun(server);
      assertThat(spoiled.path("roc_problem").asText()).contains("-predictions.csv");
      assertThat(spoiled.path("history").path("loss")).hasSize(1);
    }
  }

  private static JsonNode onlyRun(RunningServer server) throws Exception {
    JsonNode list = RunningServer.json(server.get("/api/v1/experiments")).path("experiments");
    assertThat(list).hasSize(1);
    String key = list.path(0).path("key").asText();
    return RunningServer.json(server.get("/api/v1/experiments/" + key));
  }

  private static void spoilPredictions(Path models) throws Exception {
    try (var all = Files.walk(models, 2)) {
      for (Path file : all.filter(path -> path.toString().endsWith("-predictions.csv")).toList()) {
        Files.writeString(file, "image,patient,label Edema,score Edema\na.jpg,1,0,high\n");
      }
    }
  }
}
