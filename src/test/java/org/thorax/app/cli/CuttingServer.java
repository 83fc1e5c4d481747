package org.thorax.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A web server on loopback that sends at most some bytes of its one file in each answer. */
final class CuttingServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] content;
  private final int most;
  private final boolean cuts;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> silent = Collections.synchronizedList(new ArrayList<>());

  private CuttingServer(ServerSocket server, byte[] content, int most, boolean cuts) {
    this.server = server;
    this.content = content;
    this.most = most;
    this.cuts = cuts;
  }

  /**
   * @param most bytes in one answer
   * @param cuts whether it closes the connection then; else it stays silent
   */
  static CuttingServer of(byte[] content, int most, boolean cuts) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    CuttingServer server = new CuttingServer(socket, content, most, cuts);
    Thread answering = new Thread(server::answerAll);
    answering.setDaemon(true);
    answering.start();
    return server;
  }

  String address() {
    return "http://localhost:" + server.getLocalPort() + "/";
  }

  /** The ranges asked for, empty where none was. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private void answerAll() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        answer(socket);
        if (cuts) {
          socket.close();
        } else {
          silent.add(socket);
        }
      } catch (IOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String range = "";
    for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
      if (line.startsWith("Range: ")) {
        range = line.substring("Range: ".length());
      }
    }
    ranges.add(range);
    int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int left = content.length - from;
    String head = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n";
    if (left > 0) {
      head =
          (from == 0 ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n")
              + "Content-Range: bytes %d-%d/%d\r\n"
                  .formatted(from, content.length - 1, content.length)
              + "Content-Length: "
              + left
              + "\r\n\r\n";
    }
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(content, Math.min(from, content.length), Math.max(0, Math.min(left, most)));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : List.copyOf(silent)) {
      socket.close();
    }
  }
}
