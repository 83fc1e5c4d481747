package org.thorax.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where experiments' models and logs are, for commands that find a model by an experiment. */
final class ExperimentFolders {
  @Option(
      names = {"--models-dir", "--models"},
      defaultValue = "models",
      description = "Where experiments' models are (${DEFAULT-VALUE}).")
  private Path models;

  @Option(
      names = {"--logs-dir", "--logs"},
      defaultValue = "logs",
      description = "Where the logs are, which know the ids (${DEFAULT-VALUE}).")
  private Path logs;

  Path models() {
    return models;
  }

  Path logs() {
    return logs;
  }
}
