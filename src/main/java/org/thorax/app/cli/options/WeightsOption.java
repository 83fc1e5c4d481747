package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The weights for a Keras architecture file. */
public final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights file (.h5, .weights.h5) for a model given as a model.to_json() file.")
  private Path weights;

  public Optional<Path> file() {
    return Optional.ofNullable(weights);
  }
}
