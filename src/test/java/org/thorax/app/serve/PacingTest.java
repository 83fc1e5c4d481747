package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.api.ServeLimits;

/** Clients that send slowly, wrongly, or go away. */
@Tag("long")
class PacingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String HEAD = "POST /api/v1/predict HTTP/1.1\r\nHost: localhost\r\n";
  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    ServeLimits hurried = ServeLimits.DEFAULT.withPace(PATIENCE, Duration.ofMillis(700));
    server =
        new RunningServer(
            RunningServer.models(folder), folder.resolve("logs"), Optional.empty(), hurried);
    assertThat(server.post("/predict", RunningServer.radiograph()).statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  @Test
  void headersThatComeByteByByteAreCutOff() throws Exception {
    try (Socket slow = connect()) {
      long start = System.nanoTime();
      boolean open = true;
      while (open && seconds(start) < 20) {
        open = drip(slow, "X-Header: never done\r\n");
      }
      assertThat(open).as("still open after 20 s").isFalse();
      assertThat(seconds(start)).isLessThan(8);
    }
  }

  @Test
  void aBodyThatComesByteByByteIsCutOffAndItsPlaceIsFree() throws Exception {
    try (Socket slow = connect()) {
      send(slow, HEAD + "Content-Length: 100000\r\n\r\n");
      long start = System.nanoTime();
      boolean open = true;
      while (open && seconds(start) < 20 && slow.getInputStream().available() == 0) {
        open = drip(slow, "x");
      }
      assertThat(seconds(start)).isLessThan(8);
      noPlaceIsHeld();
      assertThat(answer(slow)).startsWith("HTTP/1.1 408").contains("too slow");
    }
  }

  @Test
  void aClientThatSendsNothingMoreIsCutOff() throws Exception {
    try (Socket silent = connect()) {
      send(silent, HEAD + "Content-Length: 100000\r\n\r\nxxx");
      assertThat(answer(silent)).startsWith("HTTP/1.1 408");
      noPlaceIsHeld();
    }
  }

  @Test
  void aClientThatDisappearsHoldsNoPlace() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket gone = connect()) {
        // Closing sends a reset.
        gone.setSoLinger(true, 0);
        send(gone, HEAD + "Content-Length: 100000\r\n\r\nhalf of an image");
      }
    }
    noPlaceIsHeld();
    assertThat(server.post("/predict", RunningServer.radiograph()).statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyShorterThanItsLengthIsNoAnswerAndALongerOneIsNoSecondRequest() throws Exception {
    try (Socket shorter = connect()) {
      send(shorter, HEAD + "Content-Length: 100\r\n\r\nshort");
      shorter.shutdownOutput();
      assertThat(answer(shorter)).matches("(?s)(HTTP/1.1 4.*)?");
    }
    try (Socket longer = connect()) {
      send(longer, HEAD + "Content-Length: 5\r\n\r\nno image but more than five bytes\r\n\r\n");
      String answers = answer(longer);
      assertThat(answers).startsWith("HTTP/1.1 422").doesNotContain("HTTP/1.1 200");
    }
    for (String length : new String[] {"-1", "99999999999999999999", "5, 6", "five"}) {
      try (Socket wrong = connect()) {
        send(wrong, HEAD + "Content-Length: " + length + "\r\n\r\nimage");
        assertThat(answer(wrong)).as(length).matches("(?s)HTTP/1.1 4.*");
      }
    }
    try (Socket both = connect()) {
      send(both, HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / ");
      assertThat(answer(both)).startsWith("HTTP/1.1 4");
    }
    noPlaceIsHeld();
  }

  @Test
  void rubbishBehindARequestClosesTheConnection() throws Exception {
    try (Socket piped = connect()) {
      send(
          piped,
          "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n\0\0\1\2rubbish\r\n\r\nGET /health"
              + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String answers = answer(piped);
      assertThat(answers).startsWith("HTTP/1.1 200");
      assertThat(answers.split("HTTP/1.1 200", -1)).as(answers).hasSize(2);
    }
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aHundredSlowClientsKeepNobodyElseWaiting() throws Exception {
    Socket[] slow = new Socket[100];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = connect();
        send(slow[i], HEAD + "Content-Len");
      }
      long start = System.nanoTime();
      assertThat(server.post("/predict", RunningServer.radiograph()).statusCode()).isEqualTo(200);
      assertThat(seconds(start)).isLessThan(5);
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(15_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Sends a text byte by byte; whether the other side still listens. */
  private static boolean drip(Socket socket, String text) throws Exception {
    for (int i = 0; i < text.length(); i++) {
      try {
        send(socket, text.substring(i, i + 1));
        if (socket.getInputStream().available() > 0) {
          return false;
        }
      } catch (SocketException e) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  /** All that comes until the other side closes. */
  private static String answer(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  private static void noPlaceIsHeld() throws Exception {
    String metrics = "";
    for (int i = 0; i < 100 && !metrics.contains("thorax_uploads_under_way 0"); i++) {
      Thread.sleep(50);
      metrics = new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
    }
    assertThat(metrics).contains("thorax_uploads_under_way 0");
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
