package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.data.image.ImageDecoder;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.keras.ModelReader;

class PredictApiTest {
  private static RunningServer server;
  private static Path models;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    models = RunningServer.models(folder);
    server =
        new RunningServer(models, folder.resolve("logs"), Optional.empty(), ServeLimits.DEFAULT);
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  @Test
  void theNewestModelAnswersAsPredictDoes() throws Exception {
    byte[] image = RunningServer.radiograph();
    JsonNode found = RunningServer.json(server.post("/api/v1/predict", image));
    List<Float> expected = predicted(RunningServer.FIRST, image);
    assertThat(found.at("/models/0/id").asText()).isEqualTo(RunningServer.FIRST);
    assertThat(found.path("probabilities").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(RunningServer.CLASSES);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.path("probabilities").path(RunningServer.CLASSES.get(i)).asDouble())
          .isCloseTo(expected.get(i), within(1e-6));
    }
    assertThat(found.path("notice").asText()).contains("not a medical device");
  }

  @Test
  void anEnsembleIsTheMeanOverTheCommonClasses() throws Exception {
    byte[] image = RunningServer.radiograph();
    String query = "?model=" + RunningServer.FIRST + "&model=" + RunningServer.SECOND;
    JsonNode found = RunningServer.json(server.post("/predict" + query, image));
    List<Float> first = predicted(RunningServer.FIRST, image);
    List<Float> second = predicted(RunningServer.SECOND, image);
    assertThat(found.path("probabilities").fieldNames())
        .toIterable()
        .containsExactly("Cardiomegaly", "Edema");
    assertThat(found.at("/probabilities/Cardiomegaly").asDouble())
        .isCloseTo((first.get(0) + second.get(2)) / 2, within(1e-6));
    assertThat(found.at("/probabilities/Edema").asDouble())
        .isCloseTo((first.get(1) + second.get(0)) / 2, within(1e-6));
    assertThat(found.path("models")).hasSize(2);
  }

  @Test
  void whatIsFoundIsWhatReachesTheThreshold() throws Exception {
    String all = "/api/v1/predict?sample=cardiomegaly&threshold=0";
    String none = "/api/v1/predict?sample=cardiomegaly&threshold=1";
    assertThat(RunningServer.json(server.post(all, new byte[0])).path("found")).hasSize(5);
    assertThat(RunningServer.json(server.post(none, new byte[0])).path("found")).isEmpty();
  }

  @Test
  void modelsAndSamplesAreListed() throws Exception {
    JsonNode list = RunningServer.json(server.get("/api/v1/models")).path("models");
    assertThat(list).hasSize(2);
    assertThat(list.at("/1/id").asText()).isEqualTo(RunningServer.SECOND);
    assertThat(list.at("/1/classes")).hasSize(3);
    assertThat(list.at("/0/height").asInt()).isEqualTo(64);
    for (JsonNode sample : RunningServer.json(server.get("/api/v1/samples")).path("samples")) {
      HttpResponse<byte[]> file = server.get("/api/v1/samples/" + sample.path("name").asText());
      assertThat(file.headers().firstValue("Content-Type")).contains("image/jpeg");
      assertThat(file.body()).startsWith(0xff, 0xd8);
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws Exception {
    byte[] image = RunningServer.radiograph();
    problem(server.post("/api/v1/predict?model=no", image), 404, "no model 'no'");
    problem(server.post("/api/v1/predict?model=../" + RunningServer.FIRST, image), 404, "no model");
    problem(server.post("/api/v1/predict?treshold=0.3", image), 400, "'treshold'");
    problem(server.post("/api/v1/predict?threshold=3", image), 400, "from 0 to 1");
    problem(server.post("/api/v1/predict?sample=../etc", image), 404, "no sample");
    problem(server.post("/api/v1/predict", new byte[0]), 422, "found nothing");
    problem(
        server.post("/api/v1/predict", "no image".getBytes(StandardCharsets.UTF_8)),
        422,
        "neither JPEG");
    problem(server.get("/api/v1/predict"), 405, "POST");
    problem(server.get("/api/v1/nothing"), 404, "nothing at this address");
  }

  private static void problem(HttpResponse<byte[]> response, int status, String words)
      throws IOException {
    JsonNode problem = RunningServer.json(response);
    assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(problem.path("detail").asText()).contains(words);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
  }

  private static List<Float> predicted(String id, byte[] image) throws IOException {
    Path file = Files.write(folder.resolve("image.jpg"), image);
    Path path = models.resolve(id.replaceFirst("_\\d+-\\d+$", "")).resolve(id);
    try (Model model = ModelReader.open(path);
        Predictor predictor =
            new Predictor(
                model,
                new Predictor.Overrides(
                    Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                Device.CPU)) {
      return predictor.probabilities(List.of(predictor.prepared(ImageDecoder.decode(file)))).get(0);
    }
  }
}
