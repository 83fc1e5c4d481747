package org.thorax.cli;

import java.util.function.Supplier;
import org.thorax.ThoraxException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What an argument means; one that means nothing is wrong usage, exit code 2. */
final class Argument {
  private Argument() {}

  /** Evaluates an argument, turning what it throws into wrong usage. */
  static <T> T of(CommandSpec command, Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (ThoraxException e) {
      throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
