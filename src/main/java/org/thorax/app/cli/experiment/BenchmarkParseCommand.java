package org.thorax.app.cli.experiment;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.TextTable;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.config.NameExplanation;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark parse}. */
@Command(
    name = "parse",
    description = {
      "Explains a benchmark name token by token, with warnings about ambiguous names.",
      "If the logs have a run of that name, it is compared with the logged fields. Exit code 1 "
          + "when the name is invalid."
    })
final class BenchmarkParseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;

  @Parameters(paramLabel = "NAME", description = "Name of a benchmark or an experiment.")
  private String name;

  @Option(names = "--brief", description = "Omit the defaults of tokens that are not in the name.")
  private boolean brief;

  @Override
  public Integer call() {
    NameExplanation explanation = Argument.of(spec, () -> NameExplanation.of(name));
    PrintWriter out = spec.commandLine().getOut();
    TextTable table = new TextTable(List.of("token", "stands for", "meaning"));
    explanation.tokens().forEach(line -> add(table, line));
    if (!brief) {
      explanation.omitted().forEach(line -> add(table, line));
    }
    out.print(table);
    if (!explanation.warnings().isEmpty()) {
      out.println();
      explanation.warnings().forEach(warning -> out.println("Note: " + warning));
    }
    logged(out);
    Optional<String> refusal = refusal();
    out.println();
    out.println(
        refusal.map(reason -> "The name is invalid: " + reason).orElse("The name is valid."));
    return refusal.isPresent() ? 1 : 0;
  }

  private static void add(TextTable table, NameExplanation.Line line) {
    table.add(
        List.of(
            line.text().isEmpty() ? "(left out)" : line.text(), line.component(), line.meaning()));
  }

  /** Contradictions between the name and the fields of its logged runs. */
  private void logged(PrintWriter out) {
    ExperimentLogs opened = logs.open();
    List<LoggedRun> runs =
        opened.runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {}).stream()
            .filter(run -> run.entry().name().equals(name) || benchmarkName(run).equals(name))
            .toList();
    for (LoggedRun run : runs) {
      out.printf("%nLogged as %s, %s:%n", run.entry().id(), run.log().token());
      List<LogIssue> found =
          LogCheck.of(run.entry().toTree()).stream()
              .filter(issue -> isAboutTheName(issue.kind()))
              .toList();
      found.forEach(issue -> out.println("  " + issue.text()));
      if (found.isEmpty()) {
        out.println("  the fields match the name.");
      }
    }
  }

  private static String benchmarkName(LoggedRun run) {
    return run.entry().benchmark().map(tree -> tree.path("benchmark_name").asText()).orElse("");
  }

  private static boolean isAboutTheName(LogIssue.Kind kind) {
    return switch (kind) {
      case NAME_CONTRADICTS,
          FINAL_RATE,
          DECAYED_START,
          CROPPED_BEFORE,
          OTHER_U75,
          OTHER_UPSAMPLING,
          VALIDATED_ON_TEST,
          RENAMED ->
          true;
      default -> false;
    };
  }

  private Optional<String> refusal() {
    try {
      BenchmarkName.parse(name).token(NameComponent.ARCHITECTURE).ifPresent(Architecture::named);
      Benchmark.parse(name);
      return Optional.empty();
    } catch (ThoraxException e) {
      return Optional.of(e.getMessage());
    }
  }
}
