package org.thorax.app.cli.data;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax dataset}. */
@Command(
    name = "dataset",
    description = "Checks, describes and shows data sets, and derives label tables.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      DatasetDescribeCommand.class,
      DatasetCheckCommand.class,
      DatasetStatsCommand.class,
      DatasetShowCommand.class,
      DatasetRelabelCommand.class
    })
public final class DatasetCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Expected one of describe, check, stats, show, relabel after 'dataset'.");
  }
}
