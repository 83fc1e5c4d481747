package org.thorax.cli;

import java.nio.file.Path;
import org.thorax.log.ExperimentLogs;
import picocli.CommandLine.Option;

/** Where the logs are, the same in every command about them. */
final class LogsFolder {
  @Option(
      names = {"--logs", "--logs-dir"},
      paramLabel = "DIR",
      defaultValue = "logs",
      description = "Where the logs are (${DEFAULT-VALUE}).")
  private Path folder;

  ExperimentLogs open() {
    return new ExperimentLogs(folder);
  }

  Path folder() {
    return folder;
  }
}
