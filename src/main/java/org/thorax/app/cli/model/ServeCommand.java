package org.thorax.app.cli.model;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.serve.DemoServer;
import org.thorax.app.serve.ServeSettings;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.experiment.registry.ModelSource;
import org.thorax.model.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves the demo page, the experiment browser and a JSON API; stop with Ctrl-C.")
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions store;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8501",
      description = "Port to listen on; 0: any free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on; the default accepts connections from this machine only (default: "
              + "${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = {"--models", "--models-dir"},
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Folder of the trained models (default: ${DEFAULT-VALUE}).")
  private Path models;

  @Option(
      names = {"--logs", "--logs-dir"},
      paramLabel = "DIR",
      defaultValue = "logs",
      description = "Folder of the logs (default: ${DEFAULT-VALUE}).")
  private Path logs;

  @Option(
      names = "--fetch",
      paramLabel = "EXPERIMENT",
      description = "Download this experiment's model first if it is missing; may be repeated.")
  private List<String> fetched = List.of();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:THORAX_SERVE_TOKEN}",
      description =
          "Access token that clients must send; prefer the environment variable "
              + "THORAX_SERVE_TOKEN, which other users of the machine cannot see.")
  private String token;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "Device to run on: cpu, gpu or auto (default: ${DEFAULT-VALUE}).")
  private Device device;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ServeSettings settings =
        Argument.of(
            spec,
            () ->
                new ServeSettings(
                    new ServeSettings.Address(host, port),
                    models,
                    logs,
                    Optional.ofNullable(token).filter(given -> !given.isEmpty()),
                    device,
                    ServeLimits.DEFAULT));
    if (fetched.isEmpty()) {
      Argument.requireFolder(spec, "--models", models);
    }
    Argument.requireFolder(spec, "--logs", logs);
    if (!settings.address().loopback() && settings.token().isEmpty()) {
      err.println(
          "warning: anyone who can reach "
              + host
              + " may use this server, unencrypted; give --token, or leave --host out.");
      err.flush();
    }
    ModelSource source = store.source(models, logs, out);
    fetched.forEach(source::find);
    try (DemoServer server = new DemoServer(settings, fault -> report(err, fault))) {
      Thread stop = new Thread(server::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      String shown = host.contains(":") ? "[" + host + "]" : host;
      String fragment = settings.token().map(given -> "#token=" + given).orElse("");
      out.println("Open http://" + shown + ":" + server.port() + "/" + fragment);
      out.println("Research use; not a medical device. Ctrl-C ends it.");
      out.flush();
      server.join();
    }
    return 0;
  }

  private static void report(PrintWriter err, Throwable fault) {
    err.println("thorax: unexpected failure while answering; please report it:");
    fault.printStackTrace(err);
    err.flush();
  }
}
