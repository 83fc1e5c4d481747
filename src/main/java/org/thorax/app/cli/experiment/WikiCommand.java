package org.thorax.app.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.data.description.ClassMapping;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.Publication;
import org.thorax.experiment.wiki.EntryPage;
import org.thorax.experiment.wiki.LabelDistribution;
import org.thorax.experiment.wiki.WikiFolder;
import org.thorax.experiment.wiki.WorkingCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax wiki}. */
@Command(
    name = "wiki",
    mixinStandardHelpOptions = true,
    description = "Writes Markdown pages with figures of logged runs into a wiki folder.",
    footer = {
      "",
      "Each run is added to models/<name>.md, after earlier versions; its figures to "
          + "uploads/; new names to home.md. Runs that are already in the wiki are skipped. "
          + "Failures are reported and the other runs continue; exit code 1 when any failed. "
          + "'thorax log publish' moves entries to the published log."
    })
public final class WikiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ExperimentFolders folders;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description = "Runs in the logs, by id or name (its newest version).")
  private List<String> given = List.of();

  @Option(
      names = "--all-unvalidated",
      description = "Add every finished run of the unvalidated log; unfinished runs are listed.")
  private boolean allUnvalidated;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the wiki; created if missing.")
  private Path out;

  @Option(
      names = "--git",
      description =
          "Commit each run in DIR, a git working copy, with the message \"Add model '<name>'\".")
  private boolean git;

  @Option(
      names = "--push",
      description = "Push the commits at the end, with the remote that git is configured for.")
  private boolean push;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the data set, or one of its tables, for figures of the label distribution; "
              + "repeat it for runs on several data sets.")
  private List<Path> data = List.of();

  /** A run to write, or the reason why it cannot be written, which is reported in its turn. */
  private record Wanted(String label, Supplier<LoggedRun> run) {}

  @Override
  public Integer call() {
    if (given.isEmpty() != allUnvalidated) {
      throw new ParameterException(
          spec.commandLine(), "Expected names or ids of runs, or --all-unvalidated, but not both.");
    }
    if (push && !git) {
      throw new ParameterException(spec.commandLine(), "--push needs --git.");
    }
    ExperimentLogs logs = new ExperimentLogs(folders.logs());
    WikiFolder wiki = new WikiFolder(out);
    Optional<WorkingCopy> copy = git ? Optional.of(WorkingCopy.of(wiki)) : Optional.empty();
    PrintWriter printer = spec.commandLine().getOut();
    int failed = 0;
    for (Wanted wanted : allUnvalidated ? unvalidated(logs, printer) : named(logs)) {
      try {
        LoggedRun run = wanted.run().get();
        printer.println(written(run, wiki, copy) + label(run.entry()));
      } catch (ThoraxException e) {
        failed++;
        printer.println("Failed: " + wanted.label() + ": " + e.getMessage());
      }
      printer.flush();
    }
    if (push) {
      copy.ifPresent(WorkingCopy::push);
      printer.println("Pushed " + out);
    }
    return failed == 0 ? 0 : 1;
  }

  private static String label(ExperimentEntry entry) {
    return entry.id() + " " + entry.name();
  }

  private List<Wanted> named(ExperimentLogs logs) {
    return given.stream().map(each -> new Wanted(each, () -> logs.require(each))).toList();
  }

  /** Reports and skips unfinished runs; unreadable ones fail later. */
  private static List<Wanted> unvalidated(ExperimentLogs logs, PrintWriter printer) {
    List<Wanted> wanted = new ArrayList<>();
    for (JsonNode tree : logs.unvalidated().trees()) {
      String label = tree.path("id").asText() + " " + tree.path("name").asText();
      Optional<String> reason = Publication.unfinished(tree);
      if (readable(tree) && reason.isPresent()) {
        printer.println("Left out: " + label + ": " + reason.get());
      } else {
        wanted.add(
            new Wanted(label, () -> LoggedRun.of(LogFile.UNVALIDATED, ExperimentEntry.of(tree))));
      }
    }
    return wanted;
  }

  private static boolean readable(JsonNode tree) {
    try {
      ExperimentEntry.of(tree);
      return true;
    } catch (ThoraxException e) {
      return false;
    }
  }

  private String written(LoggedRun run, WikiFolder wiki, Optional<WorkingCopy> copy) {
    ExperimentEntry entry = run.entry();
    // A page requires reading the data set, so it is not made unnecessarily.
    boolean added =
        !wiki.has(entry.name(), entry.id()) && wiki.add(EntryPage.of(run, distribution(run)));
    String what = added ? "Added " : "Already there: ";
    if (copy.isPresent() && copy.get().commit(entry.name(), entry.id())) {
      what = added ? "Added and committed " : "Committed what was already there: ";
    }
    return what;
  }

  /** If the log does not specify the seed of the split, the sets are unknown. */
  private Optional<LabelDistribution> distribution(LoggedRun run) {
    boolean known = run.entry().benchmark().filter(tree -> tree.has("split_seed")).isPresent();
    return !data.isEmpty() && known
        ? Optional.of(
            LabelDistribution.of(
                run,
                folders.models(),
                new DatasetPlaces(data, Optional.empty(), ClassMapping.NONE)))
        : Optional.empty();
  }
}
