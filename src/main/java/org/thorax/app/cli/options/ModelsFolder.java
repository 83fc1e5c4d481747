package org.thorax.app.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the models are, the same in every command about them. */
public final class ModelsFolder {
  @Option(
      names = {"--models", "--models-dir"},
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Folder of the trained models (default: ${DEFAULT-VALUE}).")
  private Path folder;

  public Path folder() {
    return folder;
  }
}
