package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The weights of a model that is Keras' architecture alone. */
public final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The weights (.h5, .weights.h5) of a model that is a file of model.to_json().")
  private Path weights;

  public Optional<Path> file() {
    return Optional.ofNullable(weights);
  }
}
