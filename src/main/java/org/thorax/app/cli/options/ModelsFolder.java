package org.thorax.app.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of the models, for all commands that use them. */
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
