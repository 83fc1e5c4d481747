package org.thorax.app.serve.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * A request for an endpoint.
 *
 * @param request Jetty's request
 * @param argument the variable last part of the path; "" otherwise
 */
public record Exchange(Request request, String argument) {

  public Query query() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        values.put(field.getName(), List.copyOf(field.getValues()));
      }
    } catch (RuntimeException e) {
      throw new Problem(400, "The address is not encoded as UTF-8.");
    }
    return new Query(values);
  }

  public Optional<String> header(HttpHeader name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The content length that the client specifies; empty if it does not. */
  public OptionalLong claimedLength() {
    long length = request.getLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  InputStream body() {
    return Request.asInputStream(request);
  }

  /** The client's address, without the port. */
  public String client() {
    return Request.getRemoteAddr(request);
  }

  /** Handles a path. */
  @FunctionalInterface
  public interface Endpoint {
    /**
     * The response.
     *
     * @throws Problem if it fails
     * @throws IOException if the client has disconnected
     */
    Reply answer(Exchange exchange) throws IOException;
  }
}
