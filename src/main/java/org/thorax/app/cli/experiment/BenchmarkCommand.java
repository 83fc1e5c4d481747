package org.thorax.app.cli.experiment;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark}. */
@Command(
    name = "benchmark",
    description = "Explains, lists, names and compares benchmarks, the training configurations.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      BenchmarkParseCommand.class,
      BenchmarkListCommand.class,
      BenchmarkNameCommand.class,
      BenchmarkShowCommand.class,
      BenchmarkDiffCommand.class
    })
public final class BenchmarkCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of parse, list, name, show, diff after 'benchmark'.");
  }
}
