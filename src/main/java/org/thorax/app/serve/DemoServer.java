package org.thorax.app.serve;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.serve.api.AdmissionControl;
import org.thorax.app.serve.api.ExperimentBrowser;
import org.thorax.app.serve.api.ExplainEndpoint;
import org.thorax.app.serve.api.ModelsEndpoint;
import org.thorax.app.serve.api.PredictEndpoint;
import org.thorax.app.serve.api.RequestParser;
import org.thorax.app.serve.api.SamplesEndpoint;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.app.serve.api.ServingEndpoint;
import org.thorax.app.serve.http.ProtocolErrors;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.RequestGuard;
import org.thorax.app.serve.http.RequestHandler;
import org.thorax.app.serve.http.Routes;
import org.thorax.app.serve.http.ServerMetrics;
import org.thorax.app.serve.http.SlowHeaders;
import org.thorax.app.serve.model.LoggedRuns;
import org.thorax.app.serve.model.ModelCatalog;
import org.thorax.app.serve.model.ModelPool;
import org.thorax.app.serve.model.ServedModel;
import org.thorax.app.serve.pages.Pages;
import org.thorax.data.phantom.PhantomSample;

/**
 * The demo page, the experiment browser and the JSON API. It listens after construction; {@link
 * #close} completes running requests, then frees everything.
 */
public final class DemoServer implements AutoCloseable {
  private static final String API = "/api/v1";
  private static final long SAMPLE_SEED = 6_122_156;
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

  // The JDK drops a logger's level if nothing references the logger.
  private final Logger jettysLog = Logger.getLogger("org.eclipse.jetty");
  private final Server server;
  private final ServerConnector connector;
  private final ModelPool pool;
  private final SlowHeaders slowHeaders;

  /**
   * Starts the server.
   *
   * @param faults receives unexpected exceptions; the request gets status 500
   * @throws ThoraxException if it cannot listen on the address
   */
  public DemoServer(ServeSettings settings, Consumer<Throwable> faults) {
    jettysLog.setLevel(Level.WARNING);
    ServeLimits limits = settings.limits();
    ServerMetrics metrics = new ServerMetrics();
    slowHeaders = new SlowHeaders(limits.connections().grace());
    LoggedRuns logged = new LoggedRuns(settings.logsDir(), settings.modelsDir());
    ModelCatalog catalog = new ModelCatalog(settings.modelsDir(), logged);
    pool =
        new ModelPool(
            limits.models().maxModels(),
            limits.models().idle(),
            catalog.loading(
                item ->
                    new ServedModel(
                        item, settings.device(), limits.models().batch(), metrics::batch)));
    Routes routes = routes(limits, catalog, logged, metrics);
    Set<String> open = new HashSet<>(Pages.paths());
    open.add("/health");
    RequestGuard guard = new RequestGuard(settings.address().loopback(), settings.token());
    QueuedThreadPool threads =
        new QueuedThreadPool(limits.queue().workers() + limits.queue().waiting() + 16, 4);
    threads.setName("requests");
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(settings.address().host());
    connector.setPort(settings.address().port());
    connector.setIdleTimeout(limits.connections().silence().toMillis());
    connector.addBean(slowHeaders);
    server.addBean(new NetworkConnectionLimit(limits.connections().most(), connector));
    server.addConnector(connector);
    server.setHandler(
        new GracefulHandler(new RequestHandler(routes, open, guard, slowHeaders, metrics, faults)));
    server.setErrorHandler(new ProtocolErrors());
    server.setStopTimeout(SHUTDOWN_TIMEOUT.toMillis());
    start(settings);
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    return http;
  }

  private Routes routes(
      ServeLimits limits, ModelCatalog catalog, LoggedRuns logged, ServerMetrics metrics) {
    RequestParser parser = new RequestParser(limits, catalog, PhantomSample.draw(SAMPLE_SEED));
    AdmissionControl admission = new AdmissionControl(limits);
    Routes routes = new Routes();
    Pages.addTo(routes);
    ModelsEndpoint models = new ModelsEndpoint(catalog, limits);
    PredictEndpoint predict = new PredictEndpoint(parser, admission, pool);
    ExplainEndpoint explain = new ExplainEndpoint(parser, admission, pool);
    SamplesEndpoint samples = new SamplesEndpoint(parser);
    for (String prefix : List.of(API, "")) {
      routes.add("GET", prefix + "/models", models);
      routes.add("POST", prefix + "/predict", predict);
      routes.add("POST", prefix + "/explain", explain);
    }
    ServingEndpoint serving = new ServingEndpoint(catalog, predict);
    routes.add("POST", "/v1/models/{id}", serving);
    ExperimentBrowser experiments = new ExperimentBrowser(logged, catalog);
    routes.add("GET", API + "/experiments", experiments);
    routes.add("GET", API + "/experiments/{id}", experiments);
    routes.add("GET", API + "/samples", samples).add("GET", API + "/samples/{id}", samples);
    routes.add("GET", "/health", exchange -> Reply.text("text/plain; charset=utf-8", "ok\n"));
    routes.add(
        "GET",
        "/metrics",
        exchange ->
            Reply.text(
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.text(admission.underWay(), pool.size())));
    return routes;
  }

  private void start(ServeSettings settings) {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new ConfigurationException(
          "port",
          "Cannot listen on "
              + settings.address().host()
              + ":"
              + settings.address().port()
              + " ("
              + e.getMessage()
              + "); stop what listens there or choose another `port`.",
          e);
    }
  }

  /** The port of the server. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Waits until another thread closes it. */
  public void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new ThoraxException("The server did not stop in time: " + e.getMessage() + ".", e);
    } finally {
      slowHeaders.close();
      pool.close();
    }
  }
}
