package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.experiment.run.NetworkSource;
import org.thorax.model.OutputActivation;
import org.thorax.model.keras.ArchitectureFile;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine.Option;

/** The network to train: exactly one of three options. */
public final class NetworkOptions {
  public static final Path KERAS_WEIGHTS = Path.of("keras-weights");
  private static final String RANDOM = "none";

  @Option(
      names = "--architecture",
      paramLabel = "ARCH",
      description =
          "Keras application with a new head; ImageNet weights are read from keras-weights/ARCH "
              + "(see 'thorax backbone fetch').")
  private String architecture;

  @Option(
      names = "--backbone",
      paramLabel = "MODEL",
      description =
          "Backbone without a head, which gets a new one: a SavedModel, .h5 or .keras file.")
  private Path backbone;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Complete model to fine-tune, head included: a SavedModel, .h5 or .keras file.")
  private Path model;

  /**
   * The network of these options, or of the architecture at the start of the benchmark's name.
   *
   * @param options null if none of the three is given
   * @param weights value of {@code --weights}
   * @param activation value of {@code --activation}
   * @param named the architecture in the name
   * @throws ThoraxException if name and options contradict each other
   */
  public static NetworkSource source(
      NetworkOptions options,
      Optional<String> weights,
      Optional<OutputActivation> activation,
      Optional<Architecture> named) {
    if (options == null) {
      NetworkOptions front = new NetworkOptions();
      front.architecture =
          named
              .map(Architecture::kerasName)
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "architecture",
                          "Missing one of --architecture, --backbone and --model, or an architecture"
                              + " in front of the benchmark's name."));
      return front.source(weights, activation);
    }
    NetworkSource source = options.source(weights, activation);
    return named.map(each -> options.requiring(each, source)).orElse(source);
  }

  private NetworkSource requiring(Architecture named, NetworkSource source) {
    if (architecture == null) {
      return new NetworkSource.OfArchitecture(named, source);
    }
    if (!architecture.equals(named.kerasName())) {
      throw new ConfigurationException(
          "architecture",
          "The benchmark's name begins with %s, but --architecture is %s; leave one of them out."
              .formatted(named.kerasName(), architecture));
    }
    return source;
  }

  private NetworkSource source(Optional<String> weights, Optional<OutputActivation> activation) {
    if (activation.isPresent() && model == null) {
      throw new ConfigurationException(
          "activation", "--activation belongs to --model; a new head has its own, leave it out.");
    }
    if (architecture == null) {
      Path given = backbone == null ? model : backbone;
      if (weights.isPresent() && !ArchitectureFile.isOne(given)) {
        throw new ConfigurationException(
            "weights",
            "--weights belongs to --architecture, or to a .json file of model.to_json(); a model in a folder brings its weights, leave it out.");
      }
      Optional<Path> file = weights.map(Path::of);
      return backbone != null
          ? new NetworkSource.BackboneFolder(backbone, file)
          : new NetworkSource.CompleteModel(model, activation, file);
    }
    if (weights.filter(given -> !given.equals(RANDOM)).isPresent()) {
      throw new ConfigurationException(
          "weights",
          "Expected --weights none, found '"
              + weights.get()
              + "'; leave it out to use keras-weights.");
    }
    return NetworkSource.ofArchitecture(
        Architecture.named(architecture), KERAS_WEIGHTS, weights.isPresent());
  }
}
