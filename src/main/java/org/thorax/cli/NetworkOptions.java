package org.thorax.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.NetworkSource;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.OutputActivation;
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
   * @param activation what {@code --activation} says
   * @throws ThoraxException when that does not fit
   */
  NetworkSource source(Optional<String> weights, Optional<OutputActivation> activation) {
    if (activation.isPresent() && model == null) {
      throw new ThoraxException(
          "--activation belongs to --model; a new head has its own, leave it out.");
    }
    if (weights.isPresent() && architecture == null) {
      throw new ThoraxException(
          "--weights belongs to --architecture; a model in a folder brings its weights, leave it out.");
    }
    if (backbone != null) {
      return new NetworkSource.BackboneFolder(backbone);
    }
    if (model != null) {
      return new NetworkSource.CompleteModel(model, activation);
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
