package org.thorax.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A script of {@code src/test/python} that takes orders one after another, so that TensorFlow is
 * loaded once. Closing it ends the script.
 */
public final class OracleSession implements AutoCloseable {
  private static final int SECONDS = 1800;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final ExecutorService waiting = Executors.newSingleThreadExecutor();

  OracleSession(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Gives an order and returns at once; orders are carried out in turn. */
  public CompletableFuture<List<String>> start(Object... words) {
    return CompletableFuture.supplyAsync(() -> answer(words), waiting);
  }

  /**
   * What the script printed for an order started before.
   *
   * @throws AssertionError when it failed or took too long
   */
  public List<String> lines(CompletableFuture<List<String>> order) {
    try {
      return order.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no answer in " + SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private List<String> answer(Object... words) {
    try {
      orders.write(String.join("\t", List.of(words).stream().map(Object::toString).toList()));
      orders.newLine();
      orders.flush();
      List<String> lines = new ArrayList<>();
      String line;
      while ((line = answers.readLine()) != null) {
        if (line.equals("ok")) {
          return lines;
        }
        if (line.startsWith("failed: ")) {
          throw new AssertionError(line);
        }
        lines.add(line);
      }
      throw new AssertionError("the script ended: " + lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    waiting.shutdownNow();
    process.destroyForcibly();
  }
}
