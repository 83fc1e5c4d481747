package org.thorax.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one page, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

  /** What the page complained about: script errors, refused loads, failed requests. */
  final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  /** Chromium's program, where it is installed. */
  static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of("chromium", "chromium-browser", "google-chrome").stream()
        .flatMap(
            name -> Arrays.stream(path.split(File.pathSeparator, -1)).map(it -> Path.of(it, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; {@code profile} is an empty folder of its own. */
  Browser(Path profile) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    waitFor("Chromium to start", () -> Files.exists(port) && Files.size(port) > 10);
    List<String> lines = Files.readAllLines(port);
    socket = connect(page(Integer.parseInt(lines.get(0))));
    send("Emulation.setScrollbarsHidden", "hidden", true);
    for (String domain : List.of("Page", "Runtime", "DOM", "Log", "Network")) {
      send(domain + ".enable");
    }
  }

  private static URI page(int port) throws Exception {
    JsonNode[] found = new JsonNode[1];
    waitFor(
        "Chromium's page",
        () -> {
          try (var in = URI.create("http://127.0.0.1:" + port + "/json").toURL().openStream()) {
            for (JsonNode target : JSON.readTree(in)) {
              if (target.path("type").asText().equals("page")) {
                found[0] = target;
              }
            }
          }
          return found[0] != null;
        });
    return URI.create(found[0].path("webSocketDebuggerUrl").asText());
  }

  private WebSocket connect(URI address) {
    StringBuilder message = new StringBuilder();
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            address,
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket web, CharSequence data, boolean last) {
                message.append(data);
                if (last) {
                  received(message.toString());
                  message.setLength(0);
                }
                web.request(1);
                return null;
              }
            })
        .join();
  }

  private void received(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has("id")) {
        answers.remove(message.path("id").asInt()).complete(message);
      } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
        complaints.add(message.at("/params/exceptionDetails").toString());
      } else if (message.path("method").asText().equals("Log.entryAdded")
          && message.at("/params/entry/level").asText().equals("error")) {
        complaints.add(message.at("/params/entry").toString());
      }
    } catch (IOException e) {
      complaints.add(e.toString());
    }
  }

  /** Sends a command with parameters by pairs of name and value; gives its result. */
  JsonNode send(String method, Object... parameters) throws Exception {
    ObjectNode message = JSON.createObjectNode();
    int id = ids.incrementAndGet();
    message.put("id", id).put("method", method);
    ObjectNode values = message.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      values.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode found = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (found.has("error")) {
      throw new AssertionError(method + ": " + found.path("error"));
    }
    return found.path("result");
  }

  /** The value of an expression of JavaScript, awaited. */
  JsonNode value(String expression) throws Exception {
    JsonNode result =
        send(
            "Runtime.evaluate",
            "expression",
            expression,
            "awaitPromise",
            true,
            "returnByValue",
            true,
            "userGesture",
            true);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until an expression holds. */
  void until(String expression) throws Exception {
    waitFor(expression, () -> value("Boolean(" + expression + ")").asBoolean());
  }

  void open(URI address) throws Exception {
    send("Page.navigate", "url", address.toString());
    waitFor(
        "the page",
        () ->
            value("document.readyState + location.pathname")
                .asText()
                .equals("complete" + address.getPath()));
  }

  /** The window's size, and whether the system is dark. */
  void window(int width, int height, boolean dark) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 600);
    send(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light")));
  }

  /** Gives a file to a file input. */
  void choose(String selector, Path file) throws Exception {
    JsonNode root = send("DOM.getDocument").at("/root/nodeId");
    JsonNode node = send("DOM.querySelector", "nodeId", root, "selector", selector);
    send("DOM.setFileInputFiles", "files", List.of(file.toString()), "nodeId", node.path("nodeId"));
  }

  /** Presses a key, e.g. {@code ArrowRight} or {@code Tab}. */
  void press(String key, int code) throws Exception {
    for (String kind : List.of("keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          "type",
          kind,
          "key",
          key,
          "code",
          key,
          "windowsVirtualKeyCode",
          code);
    }
  }

  /** The page as PNG, in its whole length. */
  void screenshot(Path file) throws Exception {
    JsonNode picture =
        send("Page.captureScreenshot", "format", "png", "captureBeyondViewport", true);
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  /** A condition that may fail while a page loads. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void waitFor(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Throwable last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException | AssertionError e) {
        last = e;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("waited in vain for " + what, last);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
