package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.thorax.experiment.plan.Plan;
import org.thorax.experiment.plan.PlanRunner;
import org.thorax.experiment.plan.PlannedRun;
import org.thorax.experiment.plan.RunStatus.Phase;
import org.thorax.experiment.plan.ThoraxCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a plan of trainings, each in its own process.",
      "Finished runs are skipped, interrupted runs are resumed."
    },
    footer = {
      "",
      "A plan is a YAML file: lists of architectures, benchmarks and seeds, which are "
          + "combined; options of 'thorax train' without dashes; and single runs under 'runs'. "
          + "Exit code 1 when a run failed."
    })
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Plan file, YAML.")
  private Path file;

  @Option(
      names = "--jobs",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Number of concurrent trainings, which share the processors (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--dry-run",
      description = "Print and validate the planned runs without starting them.")
  private boolean dryRun;

  @Option(
      names = "--plan-dir",
      paramLabel = "DIR",
      description =
          "Folder for logs and results of the runs (default: runs/ followed by the name of the "
              + "plan).")
  private Path planDir;

  @Override
  public Integer call() {
    Plan plan = Plan.read(file);
    PrintWriter out = spec.commandLine().getOut();
    try (Interruption interruption = new Interruption()) {
      PlanRunner runner =
          new PlanRunner(
              plan,
              folder(),
              jobs,
              arguments ->
                  ThoraxCommand.of(spec.root().userObject().getClass().getName(), arguments),
              interruption);
      if (dryRun) {
        print(plan, runner, out);
        return new PlanCheck(spec.root().userObject().getClass(), spec.commandLine().getErr())
            .of(plan);
      }
      PlanTable table = new PlanTable(out);
      runner.run(() -> table.show(runner.statuses()));
      table.summary(runner.statuses(), folder());
      return exit(runner);
    }
  }

  /** The exit code of an executed plan. */
  static int exit(PlanRunner runner) {
    List<Phase> phases = runner.statuses().values().stream().map(each -> each.phase()).toList();
    if (phases.contains(Phase.STOPPED) || phases.contains(Phase.WAITING)) {
      return Interruption.EXIT_CODE;
    }
    return phases.contains(Phase.FAILED) ? 1 : 0;
  }

  private static void print(Plan plan, PlanRunner runner, PrintWriter out) {
    for (PlannedRun run : plan.runs()) {
      boolean done = runner.statuses().get(run.name()).phase() == Phase.DONE_BEFORE;
      out.println(
          (done ? "# done: " : "") + "thorax train " + String.join(" ", quoted(run.arguments())));
    }
    out.flush();
  }

  private static List<String> quoted(List<String> arguments) {
    return arguments.stream().map(each -> each.contains(" ") ? "'" + each + "'" : each).toList();
  }

  private Path folder() {
    if (planDir != null) {
      return planDir;
    }
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return Path.of("runs").resolve(name);
  }
}
