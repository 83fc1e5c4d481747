package org.thorax.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the models are, the same in every command about them. */
final class ModelsFolder {
  @Option(
      names = {"--models", "--models-dir"},
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the models are (${DEFAULT-VALUE}).")
  private Path folder;

  Path folder() {
    return folder;
  }
}
