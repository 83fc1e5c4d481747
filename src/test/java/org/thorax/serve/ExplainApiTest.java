package org.thorax.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.evaluate.Predictor;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Explainer;
import org.thorax.explain.Explanation;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.image.GreyImage;
import org.thorax.image.ImageDecoder;
import org.thorax.keras.ModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;

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
    Explanation expected = explained(RunningServer.FIRST, image);
    assertThat(found.at("/maps/width").asInt()).isEqualTo(64);
    for (Explanation.ClassMap map : expected.maps()) {
      String name = RunningServer.CLASSES.get(map.classIndex());
      byte[] values =
          Base64.getDecoder().decode(found.path("maps").path("classes").path(name).asText());
      for (int i = 0; i < values.length; i++) {
        assertThat((values[i] & 0xff) / 255f)
            .isCloseTo(map.map().grid().values()[i], within(0.5f / 255 + 1e-4f));
      }
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

  private static Explanation explained(String id, byte[] image) {
    Path path = models.resolve(id.replaceFirst("_\\d+-\\d+$", "")).resolve(id);
    Predictor.Overrides none =
        new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    try (Model model = ModelReader.open(path);
        Explainer explainer = new Explainer(model, none, Device.CPU)) {
      GreyImage prepared = explainer.prepared(ImageDecoder.decode(image, "the image"));
      return explainer
          .explain(List.of(prepared), ClassChoice.all(), MapRequest.of(Method.GRAD_CAM))
          .get(0);
    }
  }
}
