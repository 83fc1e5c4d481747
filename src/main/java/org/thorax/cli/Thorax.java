package org.thorax.cli;

import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import org.thorax.ThoraxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code thorax}. */
@Command(
    name = "thorax",
    mixinStandardHelpOptions = true,
    versionProvider = Thorax.Version.class,
    description =
        "Trains, explains and re-evaluates chest X-ray classifiers; Keras models in and out.",
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      BackboneCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
public final class Thorax {
  private static final int FAILED = 1;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  private boolean verbose;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs a command.
   *
   * @return 0 done, 1 failed, 2 wrong usage
   */
  public static int run(String... arguments) {
    Thorax thorax = new Thorax();
    return new CommandLine(thorax)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Thorax::wrongUsage)
        .setExecutionExceptionHandler((e, command, parsed) -> thorax.failed(e, command))
        .execute(arguments);
  }

  /** One line and the way to the help, rather than picocli's whole help. */
  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("thorax: " + oneLine(e.getMessage()));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private int failed(Exception e, CommandLine command) {
    command.getErr().println("thorax: " + message(e));
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  private static String message(Throwable e) {
    if (e instanceof ThoraxException) {
      return oneLine(e.getMessage());
    }
    if (e instanceof NoSuchFileException) {
      return "Expected a file at " + e.getMessage() + ", found nothing; check the path.";
    }
    if (e instanceof OutOfMemoryError) {
      return "Out of memory; use a smaller batch (B token) or image (D token), or more memory.";
    }
    return "Unexpected failure: "
        + e.getClass().getSimpleName()
        + ": "
        + oneLine(e.getMessage())
        + " (--verbose shows where; please report it).";
  }

  private static String oneLine(String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip();
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Thorax.class.getPackage().getImplementationVersion();
      return new String[] {"thorax " + (version == null ? "(built from sources)" : version)};
    }
  }
}
