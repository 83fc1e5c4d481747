package org.thorax.app.cli.experiment;

import java.util.List;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.BenchmarkOption;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.ModelsFolder;
import org.thorax.app.cli.options.TextTable;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkDiff;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.registry.BenchmarkSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark diff}. */
@Command(
    name = "diff",
    description = {
      "Shows the keys in which two benchmarks differ.",
      "Exit code 1 when they differ."
    })
final class BenchmarkDiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;
  @Mixin private ModelsFolder models;

  @Parameters(
      index = "0",
      paramLabel = "BENCHMARK",
      description =
          "First benchmark: a name, a .yaml file, preset:NAME, or log:EXPERIMENT for the one of a "
              + "logged run.")
  private String one;

  @Parameters(
      index = "1",
      paramLabel = "OTHER_BENCHMARK",
      description = "Second benchmark, in the same form.")
  private String other;

  @Override
  public Integer call() {
    List<BenchmarkDiff> differences = BenchmarkDiff.between(find(one), find(other));
    TextTable table = new TextTable(List.of("key", "A", "B"));
    for (BenchmarkDiff each : differences) {
      table.add(List.of(each.key(), shown(each.one()), shown(each.other())));
    }
    spec.commandLine()
        .getOut()
        .print(differences.isEmpty() ? "No difference.\n" : table.toString());
    return differences.isEmpty() ? 0 : 1;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "-" : value;
  }

  private Benchmark find(String given) {
    return Argument.of(
            spec,
            () ->
                given.startsWith(BenchmarkOption.LOGGED)
                    ? BenchmarkSource.like(
                        given.substring(BenchmarkOption.LOGGED.length()),
                        new ExperimentLogs(logs.folder()),
                        models.folder(),
                        List.of())
                    : BenchmarkSource.of(given, List.of()))
        .benchmark();
  }
}
