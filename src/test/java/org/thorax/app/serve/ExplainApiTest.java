package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Explainer;
import org.thorax.explain.Explanation;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.explain.SaliencyMap;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.keras.TinyClassifier;

class ExplainApiTest {
  @TempDir private static Path folder;
  private static RunningServer server;
  private static Path models;

  @BeforeAll
  static void start() throws IOException {
    models = RunningServer.models(folder);
    String experiment = RunningServer.FIRST.replaceFirst("_\\d+-\\d+$", "");
    Path evaluation = models.resolve(experiment).resolve(RunningServer.FIRST + "-evaluation");
    Files.createDirectories(evaluation);
    Files.writeString(
        evaluation.resolve("roc.csv"),
        "class,threshold,false_positive_rate,true_positive_rate\n"
            + "Edema,inf,0.0,0.0\nEdema,0.6,0.5,1.0\nEdema,0.1,1.0,1.0\n");
    LoggedExperiments.write(folder.resolve("logs"));
    server =
        new RunningServer(models, folder.resolve("logs"), Optional.empty(), ServeLimits.DEFAULT);
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  @Test
  void mapsAndBoxesAreTheExplainers() throws Exception {
    byte[] image = RunningServer.radiograph();
    JsonNode found =
        RunningServer.json(server.post("/explain?method=gradcam&boxes_from=0.5", image));
    Explanation expected = explained(path(RunningServer.FIRST), image);
    assertThat(found.at("/maps/width").asInt()).isEqualTo(64);
    for (Explanation.ClassMap map : expected.maps()) {
      String name = RunningServer.CLASSES.get(map.classIndex());
      close(found.path("maps").path("classes").path(name), map.map());
      assertThat(found.path("boxes").path("classes").has(name)).isTrue();
    }
    for (JsonNode box : found.at("/boxes/combined")) {
      assertThat(box.path("x1").asInt()).isGreaterThan(box.path("x0").asInt());
      assertThat(box.path("peak").asDouble()).isGreaterThan(0.5);
    }
  }

  @Test
  void thePictureIsTheImageAsPng() throws Exception {
    byte[] image = RunningServer.radiograph();
    JsonNode found = RunningServer.json(server.post("/api/v1/explain", image));
    byte[] png = Base64.getDecoder().decode(found.path("picture").asText());
    GreyImage shown = ImageDecoder.decode(png, "the picture");
    GreyImage sent = ImageDecoder.decode(image, "the image");
    assertThat(shown.pixels()).isEqualTo(sent.pixels());
    assertThat(found.path("method").asText()).isEqualTo("crm");
  }

  @Test
  void anUnknownMethodIsRefusedWithTheKnownOnes() throws Exception {
    HttpResponse<byte[]> answer =
        server.post("/api/v1/explain?method=occlusion", RunningServer.radiograph());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("crm, crm-legacy, gradcam, gradcam++");
  }

  @Test
  void anExperimentComesWithItsModelsCardAndRoc() throws Exception {
    JsonNode list = RunningServer.json(server.get("/api/v1/experiments")).path("experiments");
    assertThat(list).hasSize(3);
    assertThat(list.at("/1/name").asText()).isEqualTo(LoggedExperiments.BEST);
    assertThat(list.at("/1/test_auc").asDouble()).isCloseTo(0.83, within(1e-9));
    assertThat(list.at("/1/architecture").asText()).isEqualTo("DenseNet121");
    String key = list.at("/2/key").asText();
    JsonNode entry = RunningServer.json(server.get("/api/v1/experiments/" + key));
    assertThat(entry.at("/card/image").asText()).isEqualTo("64 x 64 pixels, grey");
    assertThat(entry.at("/roc/0/name").asText()).isEqualTo("Edema");
    assertThat(entry.at("/roc/0/auc").asDouble()).isCloseTo(0.75, within(1e-9));
    assertThat(entry.path("history").path("val_auc")).hasSize(8);
  }

  @Test
  void whatIsOddAboutAnExperimentComesWithItAsLogShowSaysIt() throws Exception {
    String old = "00000003-a1b2-11ea-8000-0242ac110002";
    JsonNode entry = RunningServer.json(server.get("/api/v1/experiments/" + old));
    List<String> found = new ArrayList<>();
    entry
        .path("oddities")
        .forEach(
            each -> found.add(each.path("kind").asText() + " " + each.path("severity").asText()));
    assertThat(found).contains("wrong-report warning", "other-description note");
    assertThat(entry.path("oddities").toString())
        .contains("reports before 2020-09-03 compare predictions with other images' labels");
    String without = "00000002-a1b2-11ea-8000-0242ac110002";
    assertThat(RunningServer.json(server.get("/api/v1/experiments/" + without)).path("oddities"))
        .noneMatch(each -> each.path("kind").asText().equals("wrong-report"));
  }

  @Test
  void aMisspeltModelIsToldTheNearest() throws Exception {
    String misspelt = RunningServer.FIRST.replace("Chexpert", "Chexprt");
    HttpResponse<byte[]> answer =
        server.post("/api/v1/predict?model=" + misspelt, RunningServer.radiograph());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("no model '" + misspelt + "' on this server (did you mean", RunningServer.FIRST)
        .doesNotContain("any more");
  }

  @Test
  void anEnsemblesFileBelowTheModelsIsListedLastAndAnswersAsTheOneNetworkDoes() throws Exception {
    Path first = path(RunningServer.FIRST);
    Path other = folder.resolve("elsewhere");
    TinyClassifier.write(other, RunningServer.CLASSES, 64, 9);
    Path file = models.resolve("pair.json");
    EnsembleFile.write(
        new Ensemble(
            "pair",
            RunningServer.CLASSES,
            List.of(new Ensemble.Member(first, "one"), new Ensemble.Member(other, "two")),
            new Combination.WeightedMean(List.of(0.25, 0.75)),
            Optional.empty()),
        file);
    Files.writeString(models.resolve("lost.json"), "{\"kind\": \"thorax-ensemble\", ");
    Files.writeString(models.resolve("other.json"), "{}");
    byte[] image = RunningServer.radiograph();
    try (RunningServer own =
        new RunningServer(models, folder.resolve("logs"), Optional.empty(), ServeLimits.DEFAULT)) {
      JsonNode list = RunningServer.json(own.get("/api/v1/models")).path("models");
      assertThat(list).hasSize(3);
      assertThat(list.at("/2/id").asText()).isEqualTo("pair");
      assertThat(list.at("/2/members").toString()).isEqualTo("[\"one\",\"two\"]");
      assertThat(list.at("/2/classes")).hasSize(5);
      assertThat(list.at("/0/members")).isEmpty();
      Explanation expected = explained(file, image);
      JsonNode predicted = RunningServer.json(own.post("/api/v1/predict?model=pair", image));
      JsonNode found =
          RunningServer.json(own.post("/api/v1/explain?model=pair&method=gradcam", image));
      for (Explanation.ClassMap map : expected.maps()) {
        String name = RunningServer.CLASSES.get(map.classIndex());
        float probability = expected.probabilities().get(map.classIndex());
        for (JsonNode answer : List.of(predicted, found)) {
          assertThat(answer.path("probabilities").path(name).asDouble())
              .isCloseTo(probability, within(1e-6));
        }
        close(found.path("maps").path("classes").path(name), map.map());
      }
      assertThat(own.faults).isEmpty();
    } finally {
      Files.delete(file);
    }
  }

  private static void close(JsonNode base64, SaliencyMap expected) {
    byte[] values = Base64.getDecoder().decode(base64.asText());
    for (int i = 0; i < values.length; i++) {
      assertThat((values[i] & 0xff) / 255f)
          .isCloseTo(expected.grid().values()[i], within(0.5f / 255 + 1e-4f));
    }
  }

  private static Path path(String id) {
    return models.resolve(id.replaceFirst("_\\d+-\\d+$", "")).resolve(id);
  }

  private static Explanation explained(Path path, byte[] image) {
    Predictor.Overrides none =
        new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    try (Explainer explainer = Explainer.open(path, none, Device.CPU)) {
      GreyImage prepared = explainer.prepared(ImageDecoder.decode(image, "the image"));
      return explainer
          .explain(List.of(prepared), ClassChoice.all(), MapRequest.of(Method.GRAD_CAM))
          .get(0);
    }
  }
}
