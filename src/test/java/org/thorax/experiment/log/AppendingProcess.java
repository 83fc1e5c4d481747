package org.thorax.experiment.log;

import java.nio.file.Path;
import java.util.UUID;

/** A process of its own that appends entries of one name: folder, name, how many. */
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) {
    ExperimentLogs logs = new ExperimentLogs(Path.of(arguments[0]));
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      logs.append(ExperimentEntryTest.entry(UUID.randomUUID().toString(), arguments[1]));
    }
  }
}
