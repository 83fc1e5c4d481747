package org.thorax.app.serve.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.app.serve.http.Exchange.Endpoint;

/** Maps paths to endpoints; paths are looked up only here. */
public final class Routes {
  private final Map<String, Map<String, Endpoint>> byPath = new LinkedHashMap<>();

  /**
   * A match.
   *
   * @param path as it was added, for metrics
   * @param argument the variable part of the path
   * @param endpoint its handler
   */
  record Match(String path, String argument, Endpoint endpoint) {}

  /**
   * Adds an endpoint.
   *
   * @param path exact, or ending in {@code /{id}}, which matches one part without a slash
   */
  public Routes add(String method, String path, Endpoint endpoint) {
    byPath.computeIfAbsent(path, ignored -> new TreeMap<>()).put(method, endpoint);
    return this;
  }

  /** All paths and methods. */
  Map<String, Map<String, Endpoint>> all() {
    return Map.copyOf(byPath);
  }

  /**
   * Finds the endpoint.
   *
   * @throws Problem 404 or 405
   */
  Match find(String method, String path) {
    return match(path, "", method)
        .or(() -> parameterised(path, method))
        .orElseThrow(() -> new Problem(404, "There is nothing at this address."));
  }

  private Optional<Match> parameterised(String path, String method) {
    int slash = path.lastIndexOf('/');
    String last = path.substring(slash + 1);
    return last.isEmpty()
        ? Optional.empty()
        : match(path.substring(0, slash) + "/{id}", last, method);
  }

  private Optional<Match> match(String route, String argument, String method) {
    Map<String, Endpoint> methods = byPath.get(route);
    if (methods == null) {
      return Optional.empty();
    }
    // HEAD is GET; Jetty leaves out the body.
    Endpoint endpoint = methods.get(method.equals("HEAD") ? "GET" : method);
    if (endpoint == null) {
      throw new Problem(405, "Expected " + String.join(" or ", methods.keySet()) + " here.");
    }
    return Optional.of(new Match(route, argument, endpoint));
  }
}
