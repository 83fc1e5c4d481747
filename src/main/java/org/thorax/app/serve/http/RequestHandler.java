package org.thorax.app.serve.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.thorax.ThoraxException;

/**
 * Handles every request: guard, route, endpoint, response; every error becomes a problem in JSON.
 */
public final class RequestHandler extends Handler.Abstract {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), microphone=(), geolocation=()");
  private static final String UNKNOWN = "other";

  private final Routes routes;
  private final Set<String> open;
  private final RequestGuard guard;
  private final SlowHeaders slowHeaders;
  private final Duration grace;
  private final ServerMetrics metrics;
  private final Consumer<Throwable> faults;

  /**
   * A handler.
   *
   * @param open the routes that need no token
   * @param slowHeaders is notified when a request's headers are complete; the rest of a refused
   *     body is read for as long as it grants
   * @param faults receives unexpected exceptions
   */
  public RequestHandler(
      Routes routes,
      Set<String> open,
      RequestGuard guard,
      SlowHeaders slowHeaders,
      ServerMetrics metrics,
      Consumer<Throwable> faults) {
    this.routes = routes;
    this.open = open;
    this.guard = guard;
    this.slowHeaders = slowHeaders;
    this.grace = slowHeaders.grace();
    this.metrics = metrics;
    this.faults = faults;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = System.nanoTime();
    Connection connection = request.getConnectionMetaData().getConnection();
    slowHeaders.whole(connection);
    String route = UNKNOWN;
    Reply reply;
    boolean connected = true;
    try {
      String path = Request.getPathInContext(request);
      Routes.Match match;
      try {
        match = routes.find(request.getMethod(), path);
        route = match.path();
      } catch (Problem notFound) {
        guard.check(request, true);
        throw notFound;
      }
      guard.check(request, open.contains(route));
      reply = match.endpoint().answer(new Exchange(request, match.argument()));
    } catch (Problem e) {
      reply = Reply.of(e);
    } catch (Exception | Error e) {
      connected = !(e instanceof IOException || e instanceof HttpException);
      reply = failed(e);
    }
    if (reply.status() >= 400 && connected && !request.getHeaders().contains(HttpHeader.EXPECT)) {
      Upload.drain(new Exchange(request, ""), grace);
    }
    String method =
        Set.of("GET", "HEAD", "POST").contains(request.getMethod()) ? request.getMethod() : UNKNOWN;
    metrics.answered(method, route, reply.status(), System.nanoTime() - start);
    write(reply, response, Callback.from(callback, () -> slowHeaders.answered(connection)));
    return true;
  }

  private Reply failed(Throwable e) {
    if (e instanceof HttpException http) {
      int status = http.getCode() == 408 ? 408 : 400;
      return Reply.of(new Problem(status, "The request came too slowly or cut off."));
    }
    if (e instanceof IOException && e.getCause() instanceof TimeoutException) {
      return Reply.of(new Problem(408, "Nothing of the request came for too long."));
    }
    if (e instanceof IOException) {
      return Reply.of(new Problem(400, "The request was cut off."));
    }
    if (e instanceof ThoraxException) {
      return Reply.of(new Problem(422, e.getMessage()));
    }
    if (e instanceof OutOfMemoryError) {
      faults.accept(e);
      return Reply.of(new Problem(503, "Out of memory; try again later.", 10));
    }
    faults.accept(e);
    return Reply.of(new Problem(500, "Unexpected failure: " + e.getClass().getSimpleName() + "."));
  }

  private static void write(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    HEADERS.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    if (!reply.headers().containsKey("Cache-Control")) {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    }
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
