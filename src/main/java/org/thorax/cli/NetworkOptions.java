package org.thorax.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.NetworkSource;
import org.thorax.keras.ArchitectureFile;
import org.thorax.keras.applications.Architecture;
import picocli.CommandLine.Option;

/** Where the network to be trained comes from: exactly one of three options. */
final class NetworkOptions {
  static final Path KERAS_WEIGHTS = Path.of("keras-weights");
  private static final String RANDOM = "none";

  @Option(
      names = "--architecture",
      paramLabel = "ARCH",
      description =
          "A Keras application with a new head; ImageNet's weights from keras-weights/ARCH, which"
              + " 'thorax backbone fetch ARCH' fills.")
  private String architecture;

  @Option(
      names = "--backbone",
      paramLabel = "DIR_OR_FILE",
      description = "A SavedModel, .h5 or .keras without head; gets a new one.")
  private Path backbone;

  @Option(
      names = "--model",
      paramLabel = "DIR_OR_FILE",
      description = "A complete model, head included, to train on: a SavedModel, .h5 or .keras.")
  private Path model;

  /**
   * The network meant.
   *
   * @param weights what {@code --weights} says
   * @throws ThoraxException when that does not fit
   */
  NetworkSource source(Optional<String> weights) {
    if (architecture == null) {
      Path given = backbone == null ? model : backbone;
      if (weights.isPresent() && !ArchitectureFile.isOne(given)) {
        throw new ThoraxException(
            "--weights belongs to --architecture, or to a .json file of model.to_json(); a model in a folder brings its weights, leave it out.");
      }
      Optional<Path> file = weights.map(Path::of);
      return backbone != null
          ? new NetworkSource.BackboneFolder(backbone, file)
          : new NetworkSource.CompleteModel(model, file);
    }
    if (weights.filter(given -> !given.equals(RANDOM)).isPresent()) {
      throw new ThoraxException(
          "Expected --weights none, found '"
              + weights.get()
              + "'; leave it out to use keras-weights.");
    }
    return NetworkSource.ofArchitecture(
        Architecture.named(architecture), KERAS_WEIGHTS, weights.isPresent());
  }
}
