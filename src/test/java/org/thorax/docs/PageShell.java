package org.thorax.docs;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.app.cli.Thorax;
import org.thorax.oracle.Oracle;

/**
 * The terminal of somebody who reads a page and types its commands: one folder, where variables and
 * the current folder stay from command to command, and servers continue until the next one. What it
 * has to remember is in a folder beside that one.
 */
final class PageShell implements AutoCloseable {
  private static final int SECONDS = 300;
  private static final Pattern ADDRESS = Pattern.compile("Open (http://127\\.0\\.0\\.1:\\d+)");

  private final Path folder;
  private final Path session;
  private Optional<Process> server = Optional.empty();
  private String address = "http://127.0.0.1:8501";

  /** What a command left behind. */
  record Ended(int exit, String output) {}

  /** Opens one in a folder, which gets {@code ./thorax} of the classes under test. */
  PageShell(Path folder) throws IOException {
    this.folder = folder;
    this.session = Files.createTempDirectory(folder.resolveSibling(""), "session");
    // Otherwise an answer that is an error would be a success.
    Files.writeString(session.resolve(".curlrc"), "fail\nsilent\nshow-error\n");
    for (Path starter : new Path[] {folder.resolve("thorax"), session.resolve("thorax")}) {
      Files.writeString(starter, STARTER.formatted(java(), classPath(), Thorax.class.getName()));
      Files.setPosixFilePermissions(starter, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static final String STARTER =
      """
      #!/bin/sh
      exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx1g \\
        -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Djava.awt.headless=true -cp '%s' %s "$@"
      """;

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String classPath() {
    if (Thorax.class.getClassLoader() instanceof URLClassLoader loader) {
      return Stream.of(loader.getURLs())
          .map(URL::getPath)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  /** Runs a line to its end. */
  Ended run(String line) throws IOException, InterruptedException {
    Path output = session.resolve("output");
    Process process = start(line.replace("http://127.0.0.1:8501", address), output);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      end(process);
      return new Ended(-1, Files.readString(output) + "\nnot done after " + SECONDS + " s");
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** Starts a server, in the place of the one before, and asks whether it is well. */
  Ended serve(String line) throws IOException, InterruptedException {
    close();
    Path output = session.resolve("served");
    Process process = start(line, output);
    server = Optional.of(process);
    for (int i = 0; i < 10 * SECONDS && process.isAlive(); i++) {
      Matcher open = ADDRESS.matcher(Files.readString(output));
      if (open.find()) {
        address = open.group(1);
        return health();
      }
      Thread.sleep(100);
    }
    return new Ended(-1, Files.readString(output));
  }

  private Ended health() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/health")).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return new Ended(answer.statusCode() == 200 ? 0 : answer.statusCode(), answer.body());
  }

  /** Starts a training and presses Ctrl-C when it could be resumed. */
  Ended interrupt(String line) throws IOException, InterruptedException {
    Path output = session.resolve("output");
    Process process = start(line, output);
    for (int i = 0; i < 10 * SECONDS && process.isAlive() && !isResumable(); i++) {
      Thread.sleep(100);
    }
    process.descendants().forEach(ProcessHandle::destroy);
    process.waitFor(SECONDS, TimeUnit.SECONDS);
    return new Ended(process.exitValue(), Files.readString(output));
  }

  private boolean isResumable() throws IOException {
    try (Stream<Path> found =
        Files.find(folder.resolve("models"), 3, (path, a) -> path.getParent().endsWith("resume"))) {
      return found.anyMatch(path -> path.getFileName().toString().startsWith("state."));
    }
  }

  private Process start(String line, Path output) throws IOException {
    Path script = session.resolve("line.sh");
    Files.writeString(script, line + "\n");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", SESSION);
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().remove("CHEXPERT_DATASET_DIRECTORY");
    builder.environment().remove("CHESTXRAY14_DATASET_DIRECTORY");
    builder.environment().remove("THORAX_MODEL_STORE");
    builder.environment().put("SESSION", session.toString());
    builder.environment().put("CURL_HOME", session.toString());
    builder.environment().put("KERAS_HOME", session.toString());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    builder
        .environment()
        .put("THORAX_DATASET_SOURCE", folder.resolve("archives").toUri().toString());
    builder
        .environment()
        .put(
            "PATH",
            String.join(
                File.pathSeparator,
                session.toString(),
                Oracle.python().getParent().toString(),
                System.getenv("PATH")));
    return builder.start();
  }

  private static final String SESSION =
      """
      [ ! -f "$SESSION/variables" ] || . "$SESSION/variables"
      [ ! -f "$SESSION/folder" ] || cd "$(cat "$SESSION/folder")"
      . "$SESSION/line.sh"
      code=$?
      export -p > "$SESSION/variables"
      pwd > "$SESSION/folder"
      exit $code
      """;

  private static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.waitFor(30, TimeUnit.SECONDS);
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    try {
      if (server.isPresent()) {
        end(server.get());
      }
      server = Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
