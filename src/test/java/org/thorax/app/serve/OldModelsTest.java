package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.Transformation;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.registry.ModelSource;
import org.thorax.experiment.registry.StoreLocation;
import org.thorax.experiment.registry.StoredModels;
import org.thorax.experiment.registry.TrainedModels;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.keras.ModelReader;
import org.thorax.model.keras.TinyClassifier;

/** Keras files without a word about classes and image size, as the original left them. */
class OldModelsTest {
  private static final List<String> CLASSES = List.of("Cardiomegaly", "Edema", "Pleural Effusion");
  private static final String BY_ID = "11111111-a1b2-11ea-8000-0242ac110002";
  private static final String STORED = "22222222-a1b2-11ea-8000-0242ac110002";
  private static final String NAME =
      "DenseNet121_Chexpert_BCE_E3_B32_C0_N3_sharp21_D64_DS9505_1LR4_Adam";
  private static final String OTHER = NAME + "_1";
  private static final int SIZE = 64;
  @TempDir private static Path folder;
  private static Path models;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    models = Files.createDirectories(folder.resolve("models"));
    Path logs = folder.resolve("logs");
    new ExperimentLogs(logs).append(entry(BY_ID, NAME));
    new ExperimentLogs(logs).append(entry(STORED, OTHER));
    TinyClassifier.writeKeras(models.resolve(BY_ID + ".h5"), "densenet121", 3, SIZE, 3);
    TinyClassifier.writeKeras(models.resolve("nameless.h5"), "densenet121", 3, SIZE, 4);
    Path cut = Files.createDirectory(models.resolve(NAME)).resolve(file(NAME));
    Files.write(
        cut, java.util.Arrays.copyOf(Files.readAllBytes(models.resolve(BY_ID + ".h5")), 20_000));
    Files.writeString(models.resolve("lost.json"), "{\"kind\": \"thorax-ensemble\", ");
    Path store = Files.createDirectory(folder.resolve("store"));
    try (var opened =
        new StoreLocation(store.toString(), Optional.empty(), Optional.empty()).open()) {
      opened.put(
          STORED + ".h5",
          models.resolve(BY_ID + ".h5"),
          org.thorax.experiment.registry.ModelStore.Transfer.UNSEEN);
    }
    new ModelSource(
            new TrainedModels(models, logs),
            Optional.of(
                () ->
                    new StoreLocation(store.toString(), Optional.empty(), Optional.empty()).open()),
            StoredModels.Progress.UNSEEN)
        .find(STORED.substring(0, 8));
    server = new RunningServer(models, logs, Optional.empty(), ServeLimits.DEFAULT);
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  private static String file(String name) {
    return name + "_20200722-101010.h5";
  }

  private static ExperimentEntry entry(String id, String name) {
    ObjectNode benchmark = JsonNodeFactory.instance.objectNode();
    benchmark.put("benchmark_name", name.replaceFirst("^[^_]*_", ""));
    benchmark.put("loss", "binary_crossentropy").put("optimizer", "Adam").put("epochs", 3);
    benchmark.put("learning_rate", 1e-4).put("batch_size", 32).put("path_column", "Path");
    benchmark.put("nan_replacement", 0).put("u_enc", "uzeroes").put("crop", false);
    benchmark.putArray("dim").add(SIZE).add(SIZE);
    benchmark
        .putObject("transformations")
        .putObject("unsharp_mask")
        .put("radius", 2)
        .put("amount", 1);
    CLASSES.forEach(benchmark.putArray("label_columns")::add);
    return new ExperimentEntry(
        id,
        name,
        file(name),
        "1",
        Map.of("loss", List.of(0.5, 0.4, 0.3)),
        "Trained DenseNet121 architecture using the '" + name + "' benchmark.",
        Optional.empty(),
        Optional.empty(),
        Optional.of(benchmark),
        Map.of());
  }

  @Test
  void aFileCalledAsItsRunsIdIsAskedAsTheLogSays() throws Exception {
    JsonNode listed = listed(BY_ID);
    assertThat(listed.path("classes_from").asText()).isEqualTo("log");
    assertThat(listed.path("classes").toString())
        .isEqualTo("[\"Cardiomegaly\",\"Edema\",\"Pleural Effusion\"]");
    assertThat(listed.path("width").asInt()).isEqualTo(SIZE);
    assertThat(listed.path("transformations").toString()).contains("unsharp_mask");
    byte[] image = RunningServer.radiograph();
    List<Float> expected = predicted(models.resolve(BY_ID + ".h5"), image);
    for (String answerer : List.of("predict", "explain")) {
      JsonNode found = RunningServer.json(server.post("/" + answerer + "?model=" + BY_ID, image));
      for (int i = 0; i < CLASSES.size(); i++) {
        assertThat(found.path("probabilities").path(CLASSES.get(i)).asDouble())
            .isCloseTo(expected.get(i), within(1e-6));
      }
    }
  }

  @Test
  void aFileThatWasFetchedFromTheStoreIsServed() throws Exception {
    String id = OTHER + "_20200722-101010";
    assertThat(listed(id).path("classes_from").asText()).isEqualTo("log");
    assertThat(server.post("/predict?model=" + id, RunningServer.radiograph()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatCannotBeAskedIsListedWithItsReason() throws Exception {
    assertThat(unavailable("nameless")).contains("does not specify its classes", "logs");
    assertThat(unavailable("lost")).contains("lost.json").doesNotContain(folder.toString());
    HttpResponse<byte[]> refused =
        server.post("/predict?model=nameless", RunningServer.radiograph());
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(text(refused)).contains("does not specify its classes");
  }

  @Test
  void aDamagedFileIsFoundOutOnceAndListedSoUntilItIsMended() throws Exception {
    String id = NAME + "_20200722-101010";
    assertThat(listed(id).path("classes")).hasSize(3);
    HttpResponse<byte[]> refused = server.post("/predict?model=" + id, RunningServer.radiograph());
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(text(refused)).contains(id).doesNotContain(folder.toString());
    assertThat(unavailable(id)).isNotEmpty();
    Path file = models.resolve(NAME).resolve(file(NAME));
    Files.copy(
        models.resolve(BY_ID + ".h5"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Thread.sleep(2100);
    assertThat(server.post("/predict?model=" + id, RunningServer.radiograph()).statusCode())
        .isEqualTo(200);
  }

  private static JsonNode listed(String id) throws Exception {
    for (JsonNode each : RunningServer.json(server.get("/api/v1/models")).path("models")) {
      if (each.path("id").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError(id + " is not listed");
  }

  private static String unavailable(String id) throws Exception {
    for (JsonNode each : RunningServer.json(server.get("/api/v1/models")).path("unavailable")) {
      if (each.path("id").asText().equals(id)) {
        return each.path("reason").asText();
      }
    }
    throw new AssertionError(id + " is not listed as unavailable");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Sharpened as the log says. */
  private static List<Float> predicted(Path file, byte[] image) {
    Predictor.Overrides given =
        new Predictor.Overrides(Optional.of(SIZE), Optional.of(SIZE), Optional.empty(), CLASSES);
    try (Model model = ModelReader.open(file);
        Predictor predictor = new Predictor(model, given, Device.CPU)) {
      var sharpened =
          Transformation.parse("unsharp_mask radius=2 amount=1")
              .apply(predictor.prepared(ImageDecoder.decode(image, "the image")));
      return predictor.probabilities(List.of(sharpened)).get(0);
    }
  }
}
