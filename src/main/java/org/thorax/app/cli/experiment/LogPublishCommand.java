package org.thorax.app.cli.experiment;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.Publication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log publish}. */
@Command(
    name = "publish",
    description = {
      "Moves finished runs from the unvalidated to the published log.",
      "Runs that failed, were not evaluated, or lack history, benchmark or finite metrics are "
          + "not moved."
    })
final class LogPublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description = "Runs to publish, by id or name (default: all finished runs).")
  private List<String> given = List.of();

  @Option(names = "--dry-run", description = "Print what would be moved without moving it.")
  private boolean dryRun;

  @Override
  public Integer call() {
    ExperimentLogs opened = logs.open();
    Set<String> ids = new LinkedHashSet<>();
    for (String each : given) {
      LoggedRun run = opened.require(each, List.of(LogFile.UNVALIDATED));
      ids.add(run.entry().id());
    }
    Publication publication = Publication.of(opened, ids, dryRun);
    PrintWriter out = spec.commandLine().getOut();
    publication
        .moved()
        .forEach(item -> out.println((dryRun ? "Would publish " : "Published ") + label(item)));
    publication
        .held()
        .forEach(item -> out.println("Stays: " + label(item) + ": " + item.reason().orElse("")));
    out.printf(
        "%d %s, %d stay in %s%n",
        publication.moved().size(),
        dryRun ? "would be published" : "published",
        publication.held().size(),
        opened.unvalidated().file());
    return !given.isEmpty() && !publication.held().isEmpty() ? 1 : 0;
  }

  private static String label(Publication.Item item) {
    return item.id() + " " + item.name();
  }
}
