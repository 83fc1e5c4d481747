package org.thorax.cli;

import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import org.thorax.ThoraxException;
import org.thorax.plan.ParentProcess;
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
      RunCommand.class,
      PredictCommand.class,
      ServeCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ReevaluateCommand.class,
      EnsembleCommand.class,
      ExplainCommand.class,
      ExportCommand.class,
      BackboneCommand.class,
      DatasetCommand.class,
      BenchmarkCommand.class,
      LogCommand.class,
      WikiCommand.class,
      PreprocessCommand.class,
      ModelsCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {"", "--gpu as the first argument starts with the GPU's TensorFlow."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage", "130:interrupted, can be resumed"})
public final class Thorax {
  /** As shells say it: 128 and the number of SIGINT. */
  static final int INTERRUPTED = 130;

  private static final int FAILED = 1;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  private boolean verbose;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // As on Ctrl-C: what can be resumed is saved first.
    ParentProcess.whenGone(() -> System.exit(INTERRUPTED));
    System.exit(run(arguments));
  }

  /**
   * Runs a command.
   *
   * @return 0 done, 1 failed, 2 wrong usage
   */
  public static int run(String... arguments) {
    CommandLine terminal = new CommandLine(CommandLine.Model.CommandSpec.create());
    return run(terminal.getOut(), terminal.getErr(), arguments);
  }

  /**
   * Runs a command that prints to these.
   *
   * @return 0 done, 1 failed, 2 wrong usage
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Thorax thorax = new Thorax();
    CommandLine command =
        commandLine(thorax)
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(Thorax::wrongUsage)
            .setExecutionExceptionHandler((e, failed, parsed) -> thorax.failed(e, err));
    try {
      return command.execute(arguments);
    } catch (OutOfMemoryError | LinkageError e) { // picocli handles exceptions only
      return thorax.failed(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The command line as it is understood everywhere. */
  static CommandLine commandLine(Thorax thorax) {
    return new CommandLine(thorax).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** One line and the way to the help, rather than picocli's whole help. */
  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
    } else {
      err.println("thorax: " + oneLine(DidYouMean.message(e)));
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private int failed(Throwable e, PrintWriter err) {
    err.println("thorax: " + message(e));
    if (verbose) {
      e.printStackTrace(err);
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
    if (e instanceof LinkageError) {
      return "TensorFlow's native library cannot be loaded ("
          + oneLine(e.getMessage())
          + "); Thorax runs on linux-x86_64, linux-arm64 and macosx-arm64, build it there.";
    }
    return "Unexpected failure: "
        + e.getClass().getSimpleName()
        + ": "
        + oneLine(e.getMessage())
        + " (--verbose shows where; please report it).";
  }

  static String oneLine(String text) {
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
