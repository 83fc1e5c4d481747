package org.thorax.experiment.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.thorax.oracle.MadeOnce;

/** A fake-gcs-server process, built by Go once; tests are skipped where there is no Go. */
public final class FakeGcsServer implements AutoCloseable {
  private static final String MODULE = "github.com/fsouza/fake-gcs-server";
  private static final String VERSION = "v1.52.2";
  private static final Path BIN = Path.of("target", "go", VERSION).toAbsolutePath();

  private final Process process;
  private final String address;

  private FakeGcsServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it, all in memory, without buckets. */
  public static FakeGcsServer start() throws IOException, InterruptedException {
    Path program = built();
    int port = freePort();
    String address = "http://127.0.0.1:" + port;
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-scheme=http",
                "-host=127.0.0.1",
                "-port=" + port,
                "-external-url=" + address,
                "-backend=memory",
                "-log-level=error")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    FakeGcsServer server = new FakeGcsServer(process, address);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        server.close();
        throw new IOException("fake-gcs-server does not start");
      }
      Thread.sleep(20);
    }
    return server;
  }

  public String address() {
    return address;
  }

  private static Path built() {
    Path program = BIN.resolve("fake-gcs-server");
    boolean there = Files.isExecutable(program);
    assumeTrue(there || run("go", "version") == 0, "Go is not there to build fake-gcs-server");
    MadeOnce.make(
        program,
        () ->
            assumeTrue(
                run("go", "install", MODULE + "@" + VERSION) == 0,
                "fake-gcs-server cannot be built: its module, or a newer Go, cannot be fetched"));
    return program;
  }

  private static int run(String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("GOBIN", BIN.toString());
      Process process = builder.start();
      return process.waitFor(10, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
