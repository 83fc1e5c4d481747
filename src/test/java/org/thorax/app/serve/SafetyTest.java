package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.app.serve.api.AdmissionControl;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.app.serve.http.Problem;
import org.thorax.model.Device;

class SafetyTest {
  private static final String TOKEN = "0123456789abcdef0123";
  private static final String PREDICT = "/api/v1/predict?sample=cardiomegaly";
  @TempDir private static Path folder;
  private static Path models;
  private static RunningServer server;
  private static RunningServer guarded;

  @BeforeAll
  static void start() {
    models = RunningServer.models(folder);
    Path logs = folder.resolve("logs");
    ServeLimits narrow =
        ServeLimits.DEFAULT.withQueue(new ServeLimits.Queue(1, 1, 1, Duration.ofMillis(300)));
    server = new RunningServer(models, logs, Optional.empty(), narrow);
    guarded = new RunningServer(models, logs, Optional.of(TOKEN), ServeLimits.DEFAULT);
  }

  @AfterAll
  static void stop() {
    server.close();
    guarded.close();
    assertThat(server.faults).isEmpty();
    assertThat(guarded.faults).isEmpty();
  }

  @Test
  void everyAnswerForbidsWhatPagesNeedNot() throws Exception {
    for (String path : Set.of("/", "/experiments", "/api/v1/models", "/nothing")) {
      var headers = server.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Server")).isEmpty();
      assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void aPageOfAnotherSiteCannotAsk() throws Exception {
    byte[] none = new byte[0];
    assertThat(server.post(PREDICT, none, "Origin", "https://other.example").statusCode())
        .isEqualTo(403);
    assertThat(server.post(PREDICT, none, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(server.post(PREDICT, none, "Sec-Fetch-Site", "same-site").statusCode())
        .isEqualTo(403);
    String own = "http://127.0.0.1:" + server.port();
    assertThat(server.post(PREDICT, none, "Origin", own).statusCode()).isEqualTo(200);
  }

  @Test
  void aNameThatWasReboundToLoopbackIsRefused() throws IOException {
    String request =
        "GET /api/v1/models HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n";
    assertThat(raw(request)).startsWith("HTTP/1.1 421");
    assertThat(raw(request.replace("rebound.example", "localhost:1"))).startsWith("HTTP/1.1 200");
  }

  @Test
  void withoutTheTokenOnlyThePagesAnswer() throws Exception {
    for (String path : Set.of("/api/v1/models", "/api/v1/experiments", "/metrics", "/models")) {
      assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(401);
      assertThat(guarded.get(path, "Authorization", "Bearer " + TOKEN + "x").statusCode())
          .isEqualTo(401);
      assertThat(guarded.get(path, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    }
    assertThat(guarded.post(PREDICT, new byte[0]).statusCode()).isEqualTo(401);
    assertThat(guarded.get("/").statusCode()).isEqualTo(200);
    assertThat(guarded.get("/health").body()).asString().isEqualTo("ok\n");
  }

  @Test
  void noPathLeadsToAFile() throws IOException {
    for (String path :
        Set.of(
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/app.css/../predict.js",
            "//etc/passwd",
            "/api/v1/samples/..%2f..%2fpom.xml",
            "/api/v1/experiments/%00",
            "/" + RunningServer.FIRST)) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer)
          .as(path)
          .doesNotContain("root:", "<project")
          .matches("(?s)HTTP/1.1 (2|4).*");
      if (answer.startsWith("HTTP/1.1 2")) {
        assertThat(answer).as(path).contains("text/javascript");
      }
    }
  }

  @Test
  void whoHoldsAPlaceAlreadyIsToldToComeBack() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = slow.getOutputStream();
      out.write(
          "POST /api/v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      for (int i = 0; i < 500 && !metrics().contains("thorax_uploads_under_way 1"); i++) {
        Thread.sleep(10);
      }
      HttpResponse<byte[]> answer = server.post(PREDICT, new byte[0]);
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
          .isPositive();
    }
  }

  @Test
  void aFullQueueAndABusyWorkerSayWhenToComeBack() {
    AdmissionControl admission =
        new AdmissionControl(
            ServeLimits.DEFAULT.withQueue(new ServeLimits.Queue(1, 1, 9, Duration.ofMillis(50))));
    java.util.OptionalLong small = java.util.OptionalLong.of(10);
    try (AdmissionControl.Place first = admission.enter("a", small);
        AdmissionControl.Place second = admission.enter("b", small)) {
      assertThatThrownBy(() -> admission.enter("c", small))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(503);
                assertThat(problem.retryAfterSeconds()).isPresent();
              });
      first.work(
          () -> {
            Thread other =
                new Thread(
                    () ->
                        assertThatThrownBy(() -> second.work(() -> 1))
                            .isInstanceOf(Problem.class)
                            .hasMessageContaining("busy"));
            other.start();
            return joined(other);
          });
    }
    assertThat(admission.underWay()).isZero();
  }

  @Test
  void uploadsTogetherHaveALimitInBytes() {
    AdmissionControl admission = new AdmissionControl(ServeLimits.DEFAULT);
    java.util.OptionalLong largest =
        java.util.OptionalLong.of(ServeLimits.DEFAULT.uploads().maxBytes());
    for (int i = 0; i < 12; i++) {
      admission.enter("client " + i, largest);
    }
    assertThatThrownBy(() -> admission.enter("one more", largest)).isInstanceOf(Problem.class);
    assertThat(admission.underWay()).isEqualTo(12);
  }

  @Test
  void everyDescribedPathAnswersAndEveryPathIsDescribed() throws Exception {
    JsonNode described = RunningServer.json(server.get("/api/openapi.json")).path("paths");
    Set<String> paths = new TreeSet<>();
    described.fieldNames().forEachRemaining(paths::add);
    for (String path : paths) {
      String tried = path.replace("{id}", "none");
      int status =
          described.path(path).has("post")
              ? server.post(tried, new byte[0]).statusCode()
              : server.get(tried).statusCode();
      assertThat(status).as(path).isIn(path.contains("{") ? Set.of(404) : Set.of(200, 422));
      assertThat(described.path(path)).hasSize(1);
    }
    assertThat(paths).contains("/api/v1/predict", "/api/v1/explain", "/health", "/metrics");
    new ObjectMapper().readTree(server.get("/api/openapi.json").body());
  }

  @Test
  void metricsCountByRouteAndNeverByWhatClientsWrite() throws Exception {
    server.get("/never-written-anywhere");
    server.post(PREDICT, new byte[0]);
    String text = metrics();
    assertThat(text)
        .contains("thorax_requests_total{method=\"GET\",route=\"other\",status=\"404\"}")
        .contains("thorax_upload_seconds_bucket{le=\"+Inf\"}", "thorax_models_loaded")
        .doesNotContain("never-written");
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*\\})? [0-9.E-]+"));
  }

  @Test
  void shortTokensAndPortsThatAreTakenAreSaid() {
    Path logs = folder.resolve("logs");
    assertThatThrownBy(
            () -> new RunningServer(models, logs, Optional.of("short"), ServeLimits.DEFAULT))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("at least 16");
    ServeSettings taken =
        new ServeSettings(
            new ServeSettings.Address("127.0.0.1", server.port()),
            models,
            logs,
            Optional.empty(),
            Device.CPU,
            ServeLimits.DEFAULT);
    assertThatThrownBy(() -> new DemoServer(taken, fault -> {}))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("`port`");
  }

  @Test
  void loopbackIsKnownByAnyOfItsNames() {
    Map<String, Boolean> expected =
        Map.of("127.0.0.1", true, "localhost", true, "::1", true, "0.0.0.0", false);
    expected.forEach(
        (host, loopback) ->
            assertThat(new ServeSettings.Address(host, 0).loopback()).as(host).isEqualTo(loopback));
  }

  private static String metrics() throws Exception {
    return new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
  }

  private static boolean joined(Thread thread) {
    try {
      thread.join();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
