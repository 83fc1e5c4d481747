package org.thorax.app.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Evaluates arguments; an invalid one is wrong usage, exit code 2. */
public final class Argument {
  private Argument() {}

  /** A folder that the user gives must exist; a default one may not exist yet. */
  public static void requireFolder(CommandSpec command, String option, Path folder) {
    if (isGiven(command, option) && !Files.isDirectory(folder)) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "Expected a folder at %s, found none; check %s.".formatted(folder, option));
    }
  }

  private static boolean isGiven(CommandSpec command, String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Names separated by commas, in their order; an empty list for null. */
  public static List<String> names(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** Evaluates an argument; an exception becomes wrong usage. */
  public static <T> T of(CommandSpec command, Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (ThoraxException e) {
      throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
