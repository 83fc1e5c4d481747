package org.thorax.app.cli.options;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.app.settings.Environment;
import org.thorax.experiment.registry.LoggedModels;
import org.thorax.experiment.registry.ModelSource;
import org.thorax.experiment.registry.StoreLocation;
import org.thorax.experiment.registry.StoredModels;
import org.thorax.experiment.registry.TrainedModels;
import picocli.CommandLine.Option;

/** The model store, for commands that upload or download models. */
public final class StoreOptions {
  public static final String VARIABLE = "THORAX_MODEL_STORE";
  private static final String ENDPOINT_VARIABLE = "THORAX_MODEL_STORE_ENDPOINT";
  private static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final String DEFAULT = "model-store";

  @Option(
      names = "--store",
      paramLabel = "DIR_OR_URL",
      description =
          "Store of models: a folder or a bucket; gs:// alone means gs://idp-models (default: "
              + "THORAX_MODEL_STORE, from the environment or .env).")
  private String store;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Base URL of another server with the Google Cloud Storage API.")
  private String endpoint;

  /** The store in the options or in the environment. */
  public Optional<StoreLocation> named() {
    Environment environment = Environment.current();
    return Optional.ofNullable(store)
        .or(() -> environment.value(VARIABLE))
        .map(place -> location(place, environment));
  }

  /** The given store, or the folder {@code model-store}. */
  public StoreLocation location() {
    return named().orElseGet(() -> location(DEFAULT, Environment.current()));
  }

  /** The given store, which must exist if it is a folder that the user gave. */
  public StoreLocation existing() {
    StoreLocation location = location();
    if (named().isPresent()
        && !location.isBucket()
        && !Files.isDirectory(Path.of(location.place()))) {
      throw new ConfigurationException(
          "store",
          "Expected a folder at %s, found none; check --store.".formatted(location.place()));
    }
    return location;
  }

  private StoreLocation location(String place, Environment environment) {
    return new StoreLocation(
        place,
        Optional.ofNullable(endpoint).or(() -> environment.value(ENDPOINT_VARIABLE)),
        environment.directory(CREDENTIALS));
  }

  /** Experiments' models in that store, opened; the caller closes {@link StoredModels#store}. */
  public StoredModels open(Path modelsDir, Path logsDir) {
    return new StoredModels(location().open(), new LoggedModels(modelsDir, logsDir));
  }

  /** Local models, and those that are downloaded if a store is given. */
  public ModelSource source(Path modelsDir, Path logsDir, PrintWriter out) {
    return new ModelSource(
        new TrainedModels(modelsDir, logsDir),
        named().map(place -> place::open),
        name -> new TransferProgress(name, out));
  }
}
