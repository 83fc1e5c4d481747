package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code thorax} in a process of its own, which can be interrupted as Ctrl-C does. */
public record ThoraxProcess(Process process, BufferedReader out) implements AutoCloseable {
  public static ThoraxProcess start(Object... arguments) throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "skipped: no env --default-signal here");
    // A build that runs in the background has its children ignore the signal.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            classPath(),
            "-Xmx1g"));
    command.add(Thorax.class.getName());
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new ThoraxProcess(process, process.inputReader(StandardCharsets.UTF_8));
  }

  /** What a process left. */
  public record Ended(int exit, String out) {}

  /** Waits for it, reading all that it prints. */
  public Ended end() throws IOException, InterruptedException {
    String printed = out.lines().collect(Collectors.joining("\n"));
    return new Ended(process.waitFor(), printed);
  }

  public static String classPath() {
    if (Thorax.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(URL::getPath)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  /** Waits until it prints a line with this in it. */
  void awaitLine(String part) throws IOException {
    StringBuilder printed = new StringBuilder();
    String line = out.readLine();
    while (line != null && !line.contains(part)) {
      printed.append(line).append('\n');
      line = out.readLine();
    }
    assertThat(line).as("what it printed: %s", printed).isNotNull();
  }

  /** Sends SIGINT and returns how many milliseconds it then took to end. */
  long interrupt() throws IOException, InterruptedException {
    long start = System.nanoTime();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
