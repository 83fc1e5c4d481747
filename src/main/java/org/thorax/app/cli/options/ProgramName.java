package org.thorax.app.cli.options;

import java.util.List;
import java.util.stream.Collectors;

/** The command with which the user started this program, for messages. */
public final class ProgramName {
  /** Set by the scripts that start Java. */
  private static final String PROPERTY = "thorax.command";

  private ProgramName() {}

  /** A command of this program that the user can copy. */
  public static String command(Object... arguments) {
    return System.getProperty(PROPERTY, "thorax")
        + List.of(arguments).stream()
            .map(argument -> " " + quoted(argument.toString()))
            .collect(Collectors.joining());
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,+@%-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
