package org.thorax.app.serve.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Access control: refuses pages of other sites, requests without the token if there is one, and,
 * for a server on loopback, other host names (DNS rebinding).
 *
 * @param loopback whether only this machine can reach the server
 * @param token what clients must send
 */
public record RequestGuard(boolean loopback, Optional<String> token) {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
  private static final String BEARER = "bearer ";

  /**
   * Checks a request.
   *
   * @param open whether the path needs no token: pages without data, and the health check
   * @throws Problem 401, 403 or 421
   */
  void check(Request request, boolean open) {
    HttpFields headers = request.getHeaders();
    String host = Optional.ofNullable(headers.get(HttpHeader.HOST)).orElse("");
    if (loopback && !OWN_NAMES.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT))) {
      throw new Problem(
          421, "This server answers to localhost only; start it with `host` to serve others.");
    }
    if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
      sameSite(headers, host);
    }
    if (!open && token.isPresent() && !shown(headers)) {
      throw new Problem(401, "Send the server's token as 'Authorization: Bearer TOKEN'.");
    }
  }

  /** Browsers send the origin of a request; other clients send neither header. */
  private static void sameSite(HttpFields headers, String host) {
    String site = headers.get("Sec-Fetch-Site");
    String origin = headers.get(HttpHeader.ORIGIN);
    boolean foreign = site != null && !OWN_SITES.contains(site);
    boolean other = origin != null && !origin.replaceFirst("^https?://", "").equals(host);
    if (foreign || other) {
      throw new Problem(403, "The request comes from a page of another site.");
    }
  }

  private boolean shown(HttpFields headers) {
    String given = Optional.ofNullable(headers.get(HttpHeader.AUTHORIZATION)).orElse("");
    if (!given.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    // Takes the same time for a wrong token as for a right one.
    return MessageDigest.isEqual(
        given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
        token.orElseThrow().getBytes(StandardCharsets.UTF_8));
  }
}
