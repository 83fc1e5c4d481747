package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.thorax.data.phantom.PhantomSample;

/** Images that come as forms and as JSON. */
class FormsApiTest {
  private static final String PREDICT = "/api/v1/predict";
  private static final String BOUNDARY = "------------------------d74496d66958873e";
  private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;
  private static final byte[] FIRST = RunningServer.radiograph();
  private static final byte[] SECOND = PhantomSample.draw(3).get(2).jpeg();

  private static RunningServer server;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    server =
        new RunningServer(
            RunningServer.models(folder),
            folder.resolve("logs"),
            Optional.empty(),
            ServeLimits.DEFAULT);
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  @Test
  void aFormOfOneFileIsAnsweredAsItsBytesAre() throws Exception {
    for (String path : List.of(PREDICT, PREDICT + "?threshold=0.1", "/api/v1/explain")) {
      JsonNode expected = RunningServer.json(server.post(path, FIRST));
      for (String field : List.of("image", "file", "", "any name")) {
        byte[] form = form(part(field, "film.jpg", FIRST));
        assertThat(RunningServer.json(server.post(path, form, "Content-Type", FORM)))
            .as(path + " " + field)
            .isEqualTo(expected);
      }
    }
    String quoted = "Multipart/Form-Data; charset=utf-8; boundary=\"" + BOUNDARY + "\"";
    byte[] unnamed = form("Content-Disposition: form-data; name=image\r\n\r\n", FIRST);
    assertThat(RunningServer.json(server.post(PREDICT, unnamed, "Content-Type", quoted)))
        .isEqualTo(RunningServer.json(server.post(PREDICT, FIRST)));
  }

  @Test
  void severalFilesAreAnsweredInTheirOrderByTheirNames() throws Exception {
    byte[] form =
        form(
            part("image", "a.jpg", FIRST),
            part("image", "b \"1\".jpg".replace("\"", "\\\""), SECOND));
    JsonNode answers =
        RunningServer.json(server.post(PREDICT, form, "Content-Type", FORM)).path("answers");
    assertThat(answers).hasSize(2);
    assertThat(answers.at("/0/file").asText()).isEqualTo("a.jpg");
    List<byte[]> files = List.of(FIRST, SECOND);
    for (int i = 0; i < 2; i++) {
      JsonNode single = RunningServer.json(server.post(PREDICT, files.get(i)));
      assertThat(answers.get(i).path("probabilities")).isEqualTo(single.path("probabilities"));
    }
    assertThat(answers.at("/0/probabilities")).isNotEqualTo(answers.at("/1/probabilities"));
  }

  @Test
  void formsWithoutAnImageAreRefusedWithTheCure() throws Exception {
    String image = "form's file 'image' is empty";
    refused(form(part("image", "", new byte[0])), FORM, 422, image);
    refused(form(part("x", "empty.png", new byte[0])), FORM, 422, "file 'empty.png' is empty");
    refused(form(), FORM, 422, "no file", "-F image=@film.png");
    byte[] text = "0.4".getBytes(StandardCharsets.UTF_8);
    String field = "Content-Disposition: form-data; name=\"threshold\"\r\n\r\n";
    refused(form(field, text), FORM, 422, "'threshold'", "?threshold=0.4");
    refused(
        form(part("a", "a.jpg", FIRST), part("b", "b.txt", text)), FORM, 422, "'b.txt'", "neither");
    refused(FIRST, "multipart/form-data", 400, "no boundary");
    refused(FIRST, FORM, 400, "cannot be read");
    byte[] whole = form(part("image", "film.jpg", FIRST));
    refused(java.util.Arrays.copyOf(whole, whole.length / 2), FORM, 400, "cut off");
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i <= ServeLimits.DEFAULT.models().batch(); i++) {
      many.add(part("image", i + ".jpg", FIRST));
    }
    refused(form(many.toArray(byte[][]::new)), FORM, 413, "at most 16");
    byte[] huge =
        form(part("image", "huge.jpg", new byte[ServeLimits.DEFAULT.uploads().maxBytes()]));
    refused(huge, FORM, 413, "20 MB");
  }

  @Test
  void tensorFlowServingsJsonIsAnsweredInItsForm() throws Exception {
    List<List<Double>> expected = new ArrayList<>();
    for (byte[] file : List.of(FIRST, SECOND)) {
      List<Double> values = new ArrayList<>();
      JsonNode one = RunningServer.json(server.post(PREDICT, file)).path("probabilities");
      RunningServer.CLASSES.forEach(name -> values.add(one.path(name).asDouble()));
      expected.add(values);
    }
    String two = "[{\"b64\": \"%s\"}, {\"image_bytes\": {\"b64\": \"%s\"}}]";
    String inputs = "{\"x\": [{\"b64\": \"%s\"}, {\"b64\": \"%s\"}]}";
    String serving = "/v1/models/" + RunningServer.FIRST + ":predict";
    for (String path : List.of(PREDICT, "/predict", serving)) {
      for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
        answers(path, type, "{\"instances\": " + two + "}", "predictions", expected);
        answers(
            path,
            type,
            " {\"signature_name\": \"serve_bytes\", \"instances\": " + two + "}",
            "predictions",
            expected);
        answers(path, type, "{\"inputs\": " + two + "}", "outputs", expected);
        answers(path, type, "{\"inputs\": " + inputs + "}", "outputs", expected);
      }
    }
    String one =
        "{\"inputs\": {\"b64\": \"" + Base64.getMimeEncoder().encodeToString(FIRST) + "\"}}";
    assertThat(numbers(post(PREDICT, "application/json", one).path("outputs")))
        .isEqualTo(expected.subList(0, 1));
    String urlSafe =
        "{\"instances\": [{\"b64\": \"" + Base64.getUrlEncoder().encodeToString(SECOND) + "\"}]}";
    assertThat(numbers(post(PREDICT, "application/json", urlSafe).path("predictions")))
        .isEqualTo(expected.subList(1, 2));
    JsonNode explained = post("/api/v1/explain", "application/json", one).path("outputs");
    assertThat(explained.at("/0/maps/classes")).hasSize(RunningServer.CLASSES.size());
  }

  private static void answers(
      String path, String type, String form, String key, List<List<Double>> expected)
      throws Exception {
    Base64.Encoder base64 = Base64.getEncoder();
    String body = form.formatted(base64.encodeToString(FIRST), base64.encodeToString(SECOND));
    JsonNode found = post(path, type, body);
    assertThat(found.fieldNames()).as(path + form).toIterable().containsExactly(key);
    assertThat(numbers(found.path(key))).isEqualTo(expected);
  }

  private static JsonNode post(String path, String type, String body) throws Exception {
    return RunningServer.json(
        server.post(path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", type));
  }

  private static List<List<Double>> numbers(JsonNode lists) {
    List<List<Double>> all = new ArrayList<>();
    for (JsonNode list : lists) {
      List<Double> values = new ArrayList<>();
      list.forEach(value -> values.add(value.asDouble()));
      all.add(values);
    }
    return all;
  }

  @Test
  void otherJsonAndImagesAsTextAreRefusedWithTheCure() throws Exception {
    String type = "application/json";
    String base64 = Base64.getEncoder().encodeToString(FIRST);
    String right = "{\"instances\": [{\"b64\": \"...\"}]}";
    refused("{\"image\": \"" + base64 + "\"}", type, 422, right, "the key 'image'");
    refused("{\"instances\": [\"" + base64 + "\"]}", type, 422, right, "a bare text");
    refused("{\"instances\": [[[0.1, 0.2]]]}", type, 422, right, "numbers");
    refused("{\"instances\": [0.5]}", type, 422, right, "numbers");
    refused("{\"instances\": [{\"b64\": 5}]}", type, 422, right, "numbers");
    refused("{\"instances\": [{}]}", type, 422, right, "none in one");
    refused("{\"instances\": []}", type, 422, right, "no image");
    refused("{}", type, 422, right, "no image");
    refused("[1, 2]", type, 422, right, "an array");
    refused("{\"instances\": [{\"b64\": \"!!\"}]}", type, 422, "image 1 is no base64");
    refused("{\"instances\": [{\"b64\": \"\"}]}", type, 422, "'image 1'");
    refused(
        "{\"instances\": [{\"b64\": \"data:image/png;base64,AAAA\"}]}",
        type,
        422,
        "up to the comma");
    refused("{\"instances\": [{\"b64\": \"AAAA\"}]}", type, 422, "neither JPEG");
    refused("{\"instances\": [{\"b64\": \"" + base64, type, 400, "is none at byte");
    refused("{\"instances\": [{\"b64\": \"" + base64 + "\"}]} x", type, 400, "JSON");
    refused("{\"a\":".repeat(5000), type, 422, right);
    refused("{\"inputs\": {\"x\": [".repeat(900), type, 422, right);
    String one = "{\"b64\": \"" + base64 + "\"},";
    refused("{\"instances\": [" + one.repeat(17) + "0]}", type, 413, "At most 16");
    refused(base64, "text/plain", 422, "sent as base64", "--data-binary");
    refused("data:image/jpeg;base64," + base64, "text/plain", 422, "sent as a data: URL");
    refused("image=@film.png", "application/x-www-form-urlencoded", 422, "-F image=@film.png");
    String numbers = "{\"instances\": [[" + "0.1,".repeat(4 << 20) + "0]]}";
    refused(numbers, type, 422, "numbers");
  }

  @Test
  void servingsAddressNeedsItsVerbAndAKnownModel() throws Exception {
    for (String name :
        List.of("none:predict", RunningServer.FIRST, RunningServer.FIRST + ":classify")) {
      HttpResponse<byte[]> answer = server.post("/v1/models/" + name, FIRST);
      assertThat(answer.statusCode()).as(name).isEqualTo(404);
    }
    assertThat(
            RunningServer.json(
                    server.post("/v1/models/" + RunningServer.SECOND + ":predict", FIRST))
                .at("/models/0/id")
                .asText())
        .isEqualTo(RunningServer.SECOND);
  }

  private static void refused(String body, String type, int status, String... words)
      throws Exception {
    refused(body.getBytes(StandardCharsets.UTF_8), type, status, words);
  }

  private static void refused(byte[] body, String type, int status, String... words)
      throws Exception {
    HttpResponse<byte[]> response = server.post(PREDICT, body, "Content-Type", type);
    JsonNode problem = RunningServer.json(response);
    assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).contains(words).doesNotContain("\n");
  }

  private static byte[] part(String field, String fileName, byte[] content) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    String header =
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/jpeg\r\n\r\n";
    part.write(header.formatted(field, fileName).getBytes(StandardCharsets.UTF_8));
    part.write(content);
    return part.toByteArray();
  }

  private static byte[] form(String header, byte[] content) throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.write(header.getBytes(StandardCharsets.UTF_8));
    part.write(content);
    return form(part.toByteArray());
  }

  private static byte[] form(byte[]... parts) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      form.write(("--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.UTF_8));
      form.write(part);
      form.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    form.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }
}
