package org.thorax.app.cli.experiment;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.ModelsFolder;
import org.thorax.experiment.log.Deletion;
import org.thorax.experiment.log.ExperimentLogs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log delete}. */
@Command(
    name = "delete",
    description = {
      "Deletes a run: its log entry and its files.",
      "The entry is taken from the first log that has it. Files outside the models' folder and "
          + "copies in a store are kept."
    })
final class LogDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;
  @Mixin private ModelsFolder models;

  @Parameters(
      paramLabel = "EXPERIMENT",
      description =
          "Run in the logs: an id, a unique prefix of one, or a name (its newest version).")
  private String given;

  @Option(
      names = "--files",
      defaultValue = "file",
      paramLabel = "SCOPE",
      description =
          "Files to delete. entry: none; file: the Keras file; model: the Keras file and the "
              + "SavedModel; folder: models/<name> with checkpoints and tables (default: "
              + "${DEFAULT-VALUE}).")
  private Deletion.Scope scope;

  @Option(names = "--dry-run", description = "Print what would be deleted without deleting it.")
  private boolean dryRun;

  @Override
  public Integer call() {
    ExperimentLogs opened = logs.open();
    Deletion deletion = Deletion.plan(opened, models.folder(), given, scope);
    PrintWriter out = spec.commandLine().getOut();
    String verb = dryRun ? "Would delete " : "Deleted ";
    if (!dryRun) {
      deletion.carryOut(opened);
    }
    deletion.paths().forEach(path -> out.println(verb + path));
    deletion.missing().forEach(path -> out.println("Not there: " + path));
    out.printf(
        "%s%s %s from the %s log%n",
        verb,
        deletion.run().entry().id(),
        deletion.run().entry().name(),
        deletion.run().log().token());
    return 0;
  }
}
