package org.thorax.app.cli.evaluate;

import org.thorax.app.cli.model.ExportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax ensemble}; ensembles are evaluated and exported like models. */
@Command(
    name = "ensemble",
    description = "Combines models into an ensemble; evaluates, describes and exports it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      EnsembleFitCommand.class,
      EvaluateCommand.class,
      EnsembleDescribeCommand.class,
      ExportCommand.class
    })
public final class EnsembleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of fit, evaluate, describe, export after 'ensemble'.");
  }
}
