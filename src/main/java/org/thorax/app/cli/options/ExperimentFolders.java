package org.thorax.app.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The folders of the experiments' models and of the logs with their ids. */
public final class ExperimentFolders {
  @Mixin private ModelsFolder models;
  @Mixin private LogsFolder logs;

  public Path models() {
    return models.folder();
  }

  public Path logs() {
    return logs.folder();
  }
}
