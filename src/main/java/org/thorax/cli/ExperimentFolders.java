package org.thorax.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** Where experiments' models and the logs, which know their ids, are. */
final class ExperimentFolders {
  @Mixin private ModelsFolder models;
  @Mixin private LogsFolder logs;

  Path models() {
    return models.folder();
  }

  Path logs() {
    return logs.folder();
  }
}
