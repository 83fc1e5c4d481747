package org.thorax.app.cli.options;

import picocli.CommandLine;

/** Creates command lines with the same settings everywhere. */
public final class CommandLines {
  private CommandLines() {}

  /** A new command line; enum values are case-insensitive. */
  public static CommandLine of(Class<?> commands) {
    return new CommandLine(commands).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
