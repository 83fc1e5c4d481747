package org.thorax.app.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code thorax serve} as users start it: a process of its own, whose memory can be measured. */
final class ServerProcess implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  ServerProcess(Path models, Path logs, Path errors) throws IOException {
    // A heap of fixed size, so that resident memory grows only by what leaks.
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms768m",
                "-Xmx768m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseParallelGC",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.thorax.app.cli.Thorax",
                "serve",
                "--port=0",
                "--device=cpu",
                "--models=" + models,
                "--logs=" + logs)
            .redirectError(errors.toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("Open http://127.0.0.1:")) {
      process.destroyForcibly();
      throw new AssertionError("expected the server's address, found " + line);
    }
    port = URI.create(line.substring("Open ".length())).getPort();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A figure of {@code /metrics}. */
  double metric(String name) throws IOException, InterruptedException {
    String text =
        client
            .send(HttpRequest.newBuilder(address("/metrics")).build(), BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Asks it to end, as Ctrl-C does; gives its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the server did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
