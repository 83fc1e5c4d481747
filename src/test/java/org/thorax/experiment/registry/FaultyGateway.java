package org.thorax.experiment.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Stands before a fake-gcs-server, with what that one lacks and Google Cloud Storage documents of
 * resumable uploads (cloud.google.com/storage/docs/performing-resumable-uploads): the status
 * request, generation preconditions and the CRC32C at the end. It also fails when told to.
 */
final class FaultyGateway implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String behind;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /** Bytes of uploads that come through before connections are cut; then none does. */
  final AtomicLong uploadBudget = new AtomicLong(Long.MAX_VALUE);

  /** Bytes of downloads that come through before one connection is cut; once. */
  final AtomicLong downloadBudget = new AtomicLong(Long.MAX_VALUE);

  /** How many requests are answered with 503. */
  final AtomicInteger busy = new AtomicInteger();

  /** Whether a byte of each download is another one. */
  volatile boolean damaging;

  /** Bytes that came with uploads, sent twice or not. */
  final AtomicLong uploaded = new AtomicLong();

  final AtomicLong downloaded = new AtomicLong();

  private record Upload(String path, String query, String crc32c, ByteArrayOutputStream bytes) {}

  FaultyGateway(String behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 503, "busy".getBytes(StandardCharsets.UTF_8));
      } else if (query.contains("upload_id=")) {
        chunk(exchange, uploads.get(query.replaceFirst(".*upload_id=", "")), body);
      } else if (query.contains("uploadType=resumable")) {
        open(exchange, query, body);
      } else {
        forward(exchange, query, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open(HttpExchange exchange, String query, byte[] body)
      throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getRawPath();
    HttpResponse<byte[]> bucket =
        send("GET", path.replaceFirst("^/upload", "").replaceFirst("/o$", ""), "", new byte[0]);
    if (bucket.statusCode() != 200) {
      answer(exchange, bucket.statusCode(), bucket.body());
      return;
    }
    JsonNode object = new ObjectMapper().readTree(body);
    String id = UUID.randomUUID().toString();
    uploads.put(
        id, new Upload(path, query, object.path("crc32c").asText(), new ByteArrayOutputStream()));
    exchange
        .getResponseHeaders()
        .set("Location", address() + path + "?uploadType=resumable&upload_id=" + id);
    answer(exchange, 200, new byte[0]);
  }

  private void chunk(HttpExchange exchange, Upload upload, byte[] body)
      throws IOException, InterruptedException {
    if (upload == null) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    Matcher parts = RANGE.matcher(range);
    if (!parts.matches() || Long.parseLong(parts.group(1)) != upload.bytes().size()) {
      incomplete(exchange, upload);
      return;
    }
    int through = (int) Math.min(body.length, uploadBudget.get());
    uploadBudget.addAndGet(-through);
    uploaded.addAndGet(through);
    upload.bytes().write(body, 0, through);
    if (through < body.length) {
      return; // closed without an answer
    }
    boolean last = parts.group(3).equals(String.valueOf(upload.bytes().size()));
    if (last) {
      finish(exchange, upload);
    } else {
      incomplete(exchange, upload);
    }
  }

  private void incomplete(HttpExchange exchange, Upload upload) throws IOException {
    if (upload.bytes().size() > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.bytes().size() - 1));
    }
    answer(exchange, 308, new byte[0]);
  }

  private void finish(HttpExchange exchange, Upload upload)
      throws IOException, InterruptedException {
    CRC32C crc = new CRC32C();
    crc.update(upload.bytes().toByteArray());
    if (!Checksum.of(crc).text().equals(upload.crc32c())) {
      answer(exchange, 400, "checksum".getBytes(StandardCharsets.UTF_8));
      return;
    }
    HttpResponse<byte[]> made =
        multipart(upload.path(), upload.query().replace("resumable", "multipart"), upload.bytes());
    answer(exchange, made.statusCode(), made.body());
  }

  /** The fake checks preconditions in multipart uploads, in one step with the writing. */
  private HttpResponse<byte[]> multipart(String path, String query, ByteArrayOutputStream content)
      throws IOException, InterruptedException {
    String name =
        URLDecoder.decode(query.replaceFirst(".*\\bname=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--x\r\nContent-Type: application/json\r\n\r\n{\"name\":\""
                + name
                + "\"}\r\n--x\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    content.writeTo(body);
    body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
    return client.send(
        HttpRequest.newBuilder(URI.create(behind + path + "?" + query))
            .header("Content-Type", "multipart/related; boundary=x")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private void forward(HttpExchange exchange, String query, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(behind + exchange.getRequestURI().getRawPath() + "?" + query))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : new String[] {"Content-Type", "Content-Encoding", "Range"}) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    response.headers().map().entrySet().stream()
        .filter(
            header ->
                !header
                    .getKey()
                    .matches("(?i):status|content-length|transfer-encoding|connection|date"))
        .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
    byte[] content = response.body();
    boolean media = query.contains("alt=media");
    if (media && damaging && content.length > 0) {
      content[content.length / 2] ^= 1;
    }
    if (media) {
      downloaded.addAndGet(Math.min(content.length, downloadBudget.get()));
    }
    if (media && content.length > downloadBudget.get()) {
      exchange.sendResponseHeaders(response.statusCode(), content.length);
      exchange
          .getResponseBody()
          .write(Arrays.copyOf(content, (int) downloadBudget.getAndSet(Long.MAX_VALUE)));
      return; // closed before the end
    }
    answer(exchange, response.statusCode(), content);
  }

  private HttpResponse<byte[]> send(String method, String path, String query, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(behind + path + "?" + query))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
