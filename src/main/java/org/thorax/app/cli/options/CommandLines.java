package org.thorax.app.cli.options;

import picocli.CommandLine;

/** The command line of a class of commands, as it is understood everywhere. */
public final class CommandLines {
  private CommandLines() {}

  /** A new one; enum values may be written in any case. */
  public static CommandLine of(Class<?> commands) {
    return new CommandLine(commands).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
