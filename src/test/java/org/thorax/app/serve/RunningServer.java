package org.thorax.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.data.phantom.PhantomSample;
import org.thorax.model.Device;
import org.thorax.model.keras.TinyClassifier;

/** A server on loopback with two tiny models, and a client of it. */
public final class RunningServer implements AutoCloseable {
  public static final List<String> CLASSES =
      List.of("Cardiomegaly", "Edema", "Consolidation", "Atelectasis", "Pleural Effusion");
  static final List<String> OTHER_CLASSES = List.of("Edema", "Pneumothorax", "Cardiomegaly");
  public static final String FIRST = "Chexpert_BCE_E1_B8_C0_N5_D64_1LR3_Adam_20261123-100000";
  public static final String SECOND = "Chexpert_WBCE_E1_B8_C0_N3_D48_1LR3_Adam_20261122-100000";

  private final HttpClient client = HttpClient.newHttpClient();
  private final DemoServer server;
  final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();

  /** Writes both models below {@code folder/models}. */
  public static Path models(Path folder) {
    Path models = folder.resolve("models");
    write(models, FIRST, CLASSES, 64, 1);
    write(models, SECOND, OTHER_CLASSES, 48, 2);
    return models;
  }

  private static void write(Path models, String id, List<String> classes, int size, long seed) {
    String experiment = id.replaceFirst("_\\d+-\\d+$", "");
    TinyClassifier.write(models.resolve(experiment).resolve(id), classes, size, seed);
  }

  RunningServer(Path models, Path logs, Optional<String> token, ServeLimits limits) {
    server =
        new DemoServer(
            new ServeSettings(
                new ServeSettings.Address("127.0.0.1", 0), models, logs, token, Device.CPU, limits),
            faults::add);
  }

  int port() {
    return server.port();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(with(HttpRequest.newBuilder(address(path)), headers).build());
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path)).POST(BodyPublishers.ofByteArray(body));
    return send(with(request, headers).build());
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  static byte[] radiograph() {
    return PhantomSample.draw(3).get(1).jpeg();
  }

  @Override
  public void close() {
    server.close();
  }
}
