package org.thorax.app.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** Where experiments' models and the logs, which know their ids, are. */
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
