package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.data.Fold;
import org.thorax.experiment.plan.Plan;
import org.thorax.experiment.plan.PlanRunner;
import org.thorax.experiment.plan.PlannedRun;
import org.thorax.experiment.plan.ThoraxCommand;
import org.thorax.experiment.run.CrossValidation;
import org.thorax.experiment.run.FoldRun;
import org.thorax.experiment.run.FoldsFolder;
import org.thorax.experiment.run.RunSettings;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code train --folds}: a plan of one run for each fold, whose predictions become one file.
 *
 * @param spec the command
 * @param validation the runs
 * @param settings of all runs
 * @param start whether earlier runs are kept
 * @param json whether progress is printed as JSON
 */
record FoldTraining(
    CommandSpec spec,
    CrossValidation validation,
    RunSettings settings,
    PlanRunner.Start start,
    boolean json) {

  /** Trains the unfinished folds and writes the predictions of all; returns the exit code. */
  int run() {
    PrintWriter out = spec.commandLine().getOut();
    validation.remarks().forEach(each -> spec.commandLine().getErr().println("note: " + each));
    FoldsFolder folder = validation.folder(settings);
    Plan plan = plan();
    try (Interruption interruption = new Interruption()) {
      PlanRunner runner =
          new PlanRunner(
              plan,
              folder.folder(),
              1,
              arguments ->
                  ThoraxCommand.of(spec.root().userObject().getClass().getName(), arguments),
              interruption,
              start);
      if (start == PlanRunner.Start.RESUME) {
        runner.forget(run -> finished(plan, runner, run).isEmpty());
        requireSame(folder, plan.runs().stream().allMatch(run -> runner.finished(run).isPresent()));
      } else {
        folder.discard();
      }
      FoldProgress progress = json ? new FoldEvents(out) : new FoldLines(out);
      runner.run(() -> progress.show(runner.statuses()));
      progress.ended(runner.statuses(), folder.folder());
      int exit = RunCommand.exit(runner);
      if (exit == 0) {
        progress.written(write(plan, runner, folder), folder);
      }
      return exit;
    }
  }

  /** A finished cross-validation is not replaced by one with another command. */
  private static void requireSame(FoldsFolder folder, boolean same) {
    if (folder.content().isPresent() && !same) {
      throw new ConfigurationException(
          "restart",
          "A finished cross-validation of this name with other options is in %s; give this one another name (`run` N), or replace that one by `restart`."
              .formatted(folder.folder()));
    }
  }

  private List<FoldRun> write(Plan plan, PlanRunner runner, FoldsFolder folder) {
    List<FoldRun> runs = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      runs.add(
          finished(plan, runner, run)
              .orElseThrow(
                  () ->
                      new FileException(
                          "The model of %s is missing, although its training is finished; train the folds again with `restart`."
                              .formatted(run.name()))));
    }
    validation.write(runs, folder, settings.data());
    return runs;
  }

  /** The result of a finished fold whose model still exists. */
  private Optional<FoldRun> finished(Plan plan, PlanRunner runner, PlannedRun run) {
    return runner
        .finished(run)
        .flatMap(id -> validation.run(plan.runs().indexOf(run), id, settings.folders()));
  }

  private Plan plan() {
    List<String> common = common(ResumeOptions.command(spec));
    return new Plan(
        validation.benchmarks().stream()
            .map(each -> each.split().fold().orElseThrow())
            .map(fold -> planned(fold, common))
            .toList());
  }

  private static PlannedRun planned(Fold fold, List<String> common) {
    List<String> one = List.of("--fold", fold.number() + "/" + fold.count());
    return new PlannedRun(
        "fold-" + fold.number(), Stream.concat(common.stream(), one.stream()).toList());
  }

  /** The command's arguments without those that every run gets anew. */
  private static List<String> common(List<String> given) {
    List<String> common = new ArrayList<>();
    for (Iterator<String> all = given.iterator(); all.hasNext(); ) {
      String argument = all.next();
      boolean own = argument.matches("--(folds|log-format)(=.*)?");
      if (!own) {
        common.add(argument);
      } else if (!argument.contains("=") && all.hasNext()) {
        all.next();
      }
    }
    return common;
  }
}
