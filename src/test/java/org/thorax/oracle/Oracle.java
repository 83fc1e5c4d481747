package org.thorax.oracle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Keras, Pillow and scikit-learn in the virtual environment pinned by {@code
 * src/test/python/requirements.txt}. It is made on first use in {@code .oracle/venv} and made again
 * when the requirements change.
 */
public final class Oracle {
  private static final Path SCRIPTS = Path.of("src/test/python");
  private static final Path HOME = Path.of(".oracle").toAbsolutePath();
  private static final Path PYTHON = HOME.resolve("venv/bin/python");

  private Oracle() {}

  /** Whether these tests are the fast lane's, which runs without Python. */
  public static boolean isLeftOut() {
    return Boolean.getBoolean("thorax.fast");
  }

  /**
   * Runs a script of {@code src/test/python} and returns what it printed.
   *
   * @throws AssertionError with the end of its output when it fails
   * @throws TestAbortedException when there is no python3 (never in CI, where that is a failure)
   */
  public static String run(String script, Object... arguments) {
    makeEnvironment();
    List<String> command =
        new ArrayList<>(List.of(PYTHON.toString(), SCRIPTS.resolve(script).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return execute(command, 1800);
  }

  /** The environment's Python. */
  public static Path python() {
    makeEnvironment();
    return PYTHON;
  }

  /** Starts a script that takes orders from its standard input. */
  public static OracleSession session(String script, Object... arguments) {
    makeEnvironment();
    List<String> command =
        new ArrayList<>(List.of(PYTHON.toString(), SCRIPTS.resolve(script).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      // What libraries print in between must not be taken for an answer.
      return new OracleSession(
          processBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessBuilder processBuilder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("TF_CPP_MIN_LOG_LEVEL", "2", "PYTHONDONTWRITEBYTECODE", "1"));
    return builder;
  }

  private static void makeEnvironment() {
    if (isLeftOut()) {
      throw new AssertionError("a test that needs Python lacks @Tag(\"oracle\")");
    }
    if (!pythonIsThere()) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("python3 is missing; CI must compare with Keras");
      }
      throw new TestAbortedException(
          "skipped: python3 is missing, so nothing could be compared with Keras");
    }
    try {
      Files.createDirectories(HOME);
      try (RandomAccessFile file = new RandomAccessFile(HOME.resolve("lock").toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        Path stamp = HOME.resolve("venv/requirements.txt");
        String wanted = Files.readString(SCRIPTS.resolve("requirements.txt"));
        if (!lock.isValid() || (Files.exists(stamp) && Files.readString(stamp).equals(wanted))) {
          return;
        }
        System.out.println("Making the Python environment of the tests in " + HOME + " (once) ...");
        execute(List.of("python3", "-m", "venv", "--clear", HOME.resolve("venv").toString()), 300);
        execute(
            List.of(
                PYTHON.toString(),
                "-m",
                "pip",
                "install",
                "-q",
                "--no-deps",
                "-r",
                SCRIPTS.resolve("requirements.txt").toString()),
            1800);
        Files.writeString(stamp, wanted);
      }
    } catch (IOException e) {
      throw new AssertionError("The Python environment of the tests could not be made", e);
    }
  }

  private static boolean pythonIsThere() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String execute(List<String> command, int seconds) {
    try {
      Path output = Files.createTempFile("oracle", ".txt");
      ProcessBuilder builder =
          processBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        String tail = text.substring(Math.max(0, text.length() - 3000));
        throw new AssertionError(
            String.join(" ", command) + (ended ? " failed:\n" : " took too long:\n") + tail);
      }
      return text;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
