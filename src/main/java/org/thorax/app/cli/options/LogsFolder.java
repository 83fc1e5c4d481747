package org.thorax.app.cli.options;

import java.nio.file.Path;
import org.thorax.experiment.log.ExperimentLogs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The folder of the logs, for all commands that use them. */
public final class LogsFolder {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"--logs", "--logs-dir"},
      paramLabel = "DIR",
      defaultValue = "logs",
      description = "Folder of the logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** The logs for reading. */
  public ExperimentLogs open() {
    Argument.requireFolder(spec, "--logs", folder);
    return new ExperimentLogs(folder);
  }

  public Path folder() {
    return folder;
  }
}
