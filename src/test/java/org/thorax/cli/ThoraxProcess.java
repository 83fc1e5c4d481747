package org.thorax.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code thorax} in a process of its own, which may be killed. */
record ThoraxProcess(Process process) {
  /** What a process left. */
  record Ended(int exit, String out) {}

  static ThoraxProcess start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.addAll(List.of("-cp", classPath(), Thorax.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ThoraxProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for it, reading all that it prints. */
  Ended end() throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  /** Of this process, or of the class loader that a test launcher made. */
  private static String classPath() {
    if (Thorax.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(URL::getPath)
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
