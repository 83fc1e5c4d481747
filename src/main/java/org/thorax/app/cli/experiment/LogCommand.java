package org.thorax.app.cli.experiment;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax log}. */
@Command(
    name = "log",
    description = "Lists, shows, finds, publishes, deletes and checks logged runs.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      LogListCommand.All.class,
      LogListCommand.Find.class,
      LogShowCommand.class,
      LogPublishCommand.class,
      LogDeleteCommand.class,
      LogCheckCommand.class,
      LogCopyCommand.class
    })
public final class LogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Expected one of list, find, show, publish, delete, check, copy after 'log'.");
  }
}
