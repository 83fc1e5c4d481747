package org.thorax.app.cli;

import java.io.PrintWriter;
import org.thorax.app.cli.data.DatasetCommand;
import org.thorax.app.cli.data.PreprocessCommand;
import org.thorax.app.cli.evaluate.CompareCommand;
import org.thorax.app.cli.evaluate.EnsembleCommand;
import org.thorax.app.cli.evaluate.EvaluateCommand;
import org.thorax.app.cli.evaluate.PredictCommand;
import org.thorax.app.cli.evaluate.ReevaluateCommand;
import org.thorax.app.cli.experiment.BenchmarkCommand;
import org.thorax.app.cli.experiment.LogCommand;
import org.thorax.app.cli.experiment.WikiCommand;
import org.thorax.app.cli.explain.ExplainCommand;
import org.thorax.app.cli.model.BackboneCommand;
import org.thorax.app.cli.model.DoctorCommand;
import org.thorax.app.cli.model.ExportCommand;
import org.thorax.app.cli.model.ModelsCommand;
import org.thorax.app.cli.model.ServeCommand;
import org.thorax.app.cli.options.CommandLines;
import org.thorax.app.cli.options.DidYouMean;
import org.thorax.app.cli.options.ErrorMessage;
import org.thorax.app.cli.options.OptionWording;
import org.thorax.app.cli.train.Interruption;
import org.thorax.app.cli.train.QuickstartCommand;
import org.thorax.app.cli.train.RunCommand;
import org.thorax.app.cli.train.TrainCommand;
import org.thorax.experiment.plan.ParentProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code thorax}. */
@Command(
    name = "thorax",
    mixinStandardHelpOptions = true,
    versionProvider = Thorax.Version.class,
    description =
        "Trains, evaluates and explains chest X-ray classifiers; reads and writes Keras models.",
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
    footer = {"", "--gpu as the first argument uses TensorFlow's GPU build."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:failure", "2:invalid usage", "130:interrupted, can be resumed"})
public final class Thorax {
  private static final int FAILED = 1;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean verbose;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Like Ctrl-C: the state of resumable commands is saved first.
    ParentProcess.whenGone(() -> System.exit(Interruption.EXIT_CODE));
    System.exit(run(arguments));
  }

  /**
   * Runs a command.
   *
   * @return 0 for success, 1 for failure, 2 for wrong usage
   */
  public static int run(String... arguments) {
    CommandLine terminal = new CommandLine(CommandLine.Model.CommandSpec.create());
    return run(terminal.getOut(), terminal.getErr(), arguments);
  }

  /**
   * Runs a command with these output streams.
   *
   * @return 0 for success, 1 for failure, 2 for wrong usage
   */
  public static int run(PrintWriter stdout, PrintWriter stderr, String... arguments) {
    CommandLine command = CommandLines.of(Thorax.class);
    PrintWriter out = OptionWording.around(stdout, command);
    PrintWriter err = OptionWording.around(stderr, command);
    Thorax thorax = command.getCommand();
    command
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

  /** Prints one line and the help command, instead of picocli's whole help. */
  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
    } else {
      err.println("thorax: " + ErrorMessage.oneLine(DidYouMean.message(e)));
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private int failed(Throwable e, PrintWriter err) {
    err.println("thorax: " + ErrorMessage.of(e));
    if (verbose) {
      e.printStackTrace(err);
    }
    return FAILED;
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
