package org.thorax.app.cli.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.experiment.log.ExperimentLog;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LogIssue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log check}. */
@Command(
    name = "check",
    description = {
      "Checks the entries of a log and reports issues.",
      "Notes: older formats. Warnings: values with an unexpected meaning. Faults: broken "
          + "entries. Exit code 1 when there are faults."
    })
final class LogCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Log files to check (default: all in the logs' folder).")
  private List<Path> files = List.of();

  @Option(
      names = "--least",
      defaultValue = "note",
      paramLabel = "SEVERITY",
      description =
          "Minimum severity to report: note, warning or fault (default: ${DEFAULT-VALUE}).")
  private LogIssue.Severity least;

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    long faults = 0;
    for (Path file : chosen()) {
      ExperimentLog log = new ExperimentLog(file);
      int entries = log.trees().size();
      List<LogIssue> found =
          LogCheck.of(log.trees()).stream()
              .filter(issue -> issue.kind().severity().compareTo(least) >= 0)
              .toList();
      faults += count(found, LogIssue.Severity.FAULT);
      if (json) {
        found.forEach(issue -> add(all, file, issue));
      } else {
        print(file, entries, found);
      }
    }
    if (json) {
      spec.commandLine().getOut().println(all.toPrettyString());
    }
    return faults > 0 ? 1 : 0;
  }

  private List<Path> chosen() {
    if (files.isEmpty()) {
      List<Path> there =
          Arrays.stream(LogFile.values())
              .map(file -> logs.folder().resolve(file.fileName()))
              .filter(Files::exists)
              .toList();
      if (there.isEmpty()) {
        throw new ConfigurationException(
            "logs", "There is no log in " + logs.folder() + "; name a file or give --logs.");
      }
      return there;
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new ThoraxException("Expected a log at " + file + ", found nothing; check the path.");
      }
    }
    return new ArrayList<>(files);
  }

  private void print(Path file, int entries, List<LogIssue> found) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d entries, %d faults, %d warnings, %d notes%n",
        file,
        entries,
        count(found, LogIssue.Severity.FAULT),
        count(found, LogIssue.Severity.WARNING),
        count(found, LogIssue.Severity.NOTE));
    String last = "";
    for (LogIssue issue : found) {
      String entry = issue.id() + " " + issue.name();
      if (!entry.equals(last)) {
        out.println(entry);
        last = entry;
      }
      out.printf(
          "  %-7s %-20s %s%n",
          issue.kind().severity().name().toLowerCase(Locale.ROOT),
          issue.kind().token(),
          issue.text());
    }
  }

  private static void add(ArrayNode all, Path file, LogIssue issue) {
    all.addObject()
        .put("file", file.toString())
        .put("id", issue.id())
        .put("name", issue.name())
        .put("severity", issue.kind().severity().name().toLowerCase(Locale.ROOT))
        .put("kind", issue.kind().token())
        .put("text", issue.text());
  }

  private static long count(List<LogIssue> found, LogIssue.Severity severity) {
    return found.stream().filter(issue -> issue.kind().severity() == severity).count();
  }
}
