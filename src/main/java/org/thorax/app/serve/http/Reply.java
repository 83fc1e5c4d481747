package org.thorax.app.serve.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A response.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body not copied
 * @param headers in addition to those of every response
 */
@SuppressWarnings("ArrayRecordComponent") // A body's bytes; never compared as values.
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply of(String type, byte[] body) {
    return new Reply(200, type, body, Map.of());
  }

  public static Reply text(String type, String text) {
    return of(type, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply json(JsonNode tree) {
    return of("application/json", bytes(tree));
  }

  public static Reply of(Problem problem) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("type", "about:blank").put("title", problem.title()).put("status", problem.status());
    tree.put("detail", problem.getMessage());
    Map<String, String> headers = new LinkedHashMap<>();
    problem
        .retryAfterSeconds()
        .ifPresent(seconds -> headers.put("Retry-After", Integer.toString(seconds)));
    if (problem.status() == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    return new Reply(problem.status(), "application/problem+json", bytes(tree), headers);
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, type, body, more);
  }

  /** A compressed copy, if the client accepts it. */
  public Reply compressedFor(Exchange exchange) {
    String accepted = exchange.header(HttpHeader.ACCEPT_ENCODING).orElse("");
    if (!accepted.contains("gzip")) {
      return this;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes every byte", e);
    }
    return new Reply(status, type, packed.toByteArray(), headers)
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding");
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written", e);
    }
  }
}
