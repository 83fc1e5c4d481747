package org.thorax.app.cli.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.experiment.config.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Usage errors that suggest the most similar option or command. */
public final class DidYouMean {
  private static final String UNKNOWN_COMMAND = "Unknown subcommand ";

  private DidYouMean() {}

  /** The message of a usage error: picocli's message, except for unknown words. */
  public static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return message(e.getCommandLine(), unmatched.getUnmatched());
    }
    if (String.valueOf(e.getMessage()).startsWith(UNKNOWN_COMMAND)) {
      return unknownCommand(e.getCommandLine(), e.getValue());
    }
    return e.getMessage();
  }

  /** The message for unmatched arguments. */
  public static String message(CommandLine command, List<String> unmatched) {
    String first = unmatched.get(0);
    if (!isOption(first)) {
      return command.getSubcommands().isEmpty()
          ? "Expected no argument '%s'; 'thorax%s' takes no more of them."
              .formatted(first, words(command))
          : unknownCommand(command, first);
    }
    List<String> unknown =
        unmatched.stream()
            .filter(DidYouMean::isOption)
            .map(each -> each.replaceFirst("=.*", ""))
            .distinct()
            .map(each -> "'" + each + "'" + suggestion(each, options(command)))
            .toList();
    return (unknown.size() == 1 ? "Unknown option " : "Unknown options ")
        + String.join(", ", unknown)
        + ".";
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && !argument.matches("-[\\d.].*|-");
  }

  private static String unknownCommand(CommandLine command, String word) {
    Map<String, String> known = new LinkedHashMap<>();
    command.getSubcommands().keySet().forEach(each -> known.put(each, each));
    return "There is no command 'thorax%s %s'%s; there are %s."
        .formatted(
            words(command), word, suggestion(word, known), String.join(", ", known.keySet()));
  }

  /** The command's name without {@code thorax}. */
  private static String words(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^\\S+", "");
  }

  /** Option names, by the same names without dashes. */
  private static Map<String, String> options(CommandLine command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        for (String name : option.names()) {
          names.add(name);
          if (option.negatable()) {
            names.add(
                command
                    .getCommandSpec()
                    .negatableOptionTransformer()
                    .makeNegative(name, command.getCommandSpec()));
          }
        }
      }
    }
    Map<String, String> options = new LinkedHashMap<>();
    names.forEach(name -> options.put(bare(name), name));
    return options;
  }

  private static String bare(String option) {
    return option.replaceFirst("^-+", "");
  }

  private static String suggestion(String word, Map<String, String> known) {
    String bare = bare(word);
    Optional<String> same = Optional.ofNullable(known.get(bare));
    return same.or(() -> NearestName.of(bare, known.keySet()).map(known::get))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }
}
