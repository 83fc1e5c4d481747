package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.CommandLines;
import org.thorax.app.cli.options.DidYouMean;
import org.thorax.app.cli.options.ErrorMessage;
import org.thorax.experiment.plan.Plan;
import org.thorax.experiment.plan.PlanRunner;
import org.thorax.experiment.plan.PlannedRun;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Checks which runs of a plan would fail at once, without training.
 *
 * @param thorax the class of the whole command line
 */
record PlanCheck(Class<?> thorax, PrintWriter err) {
  /**
   * Prints the errors of each run, one line each.
   *
   * @return 0 if there are none, 2 if one is wrong usage, else 1
   */
  int of(Plan plan) {
    boolean usage = false;
    int refused = 0;
    for (PlannedRun run : plan.runs()) {
      List<RuntimeException> problems = problems(run);
      for (RuntimeException problem : problems) {
        usage |= problem instanceof ParameterException;
        err.println("thorax: " + run.name() + ": " + message(problem));
      }
      refused += problems.isEmpty() ? 0 : 1;
    }
    if (refused > 0) {
      err.printf("thorax: %d of %d runs would fail; fix the plan.%n", refused, plan.runs().size());
    }
    err.flush();
    return refused == 0 ? 0 : usage ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  private List<RuntimeException> problems(PlannedRun run) {
    List<RuntimeException> problems = new ArrayList<>();
    CommandLine commandLine =
        CommandLines.of(thorax)
            .setUnmatchedArgumentsAllowed(true)
            .setUnmatchedOptionsAllowedAsOptionParameters(false);
    try {
      String[] arguments = PlanRunner.arguments(run).toArray(String[]::new);
      ParseResult train = commandLine.parseArgs(arguments).subcommand();
      CommandLine command = train.commandSpec().commandLine();
      if (!train.unmatched().isEmpty()) {
        problems.add(
            new ParameterException(command, DidYouMean.message(command, train.unmatched())));
      }
      problems.addAll(((TrainCommand) command.getCommand()).problems());
    } catch (ParameterException | ThoraxException e) {
      problems.add(e);
    }
    return problems;
  }

  private static String message(RuntimeException problem) {
    return ErrorMessage.oneLine(
        problem instanceof ParameterException e ? DidYouMean.message(e) : problem.getMessage());
  }
}
