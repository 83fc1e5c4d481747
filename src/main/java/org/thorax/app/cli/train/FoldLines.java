package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.thorax.app.cli.options.ProgramName;
import org.thorax.experiment.plan.RunStatus;
import org.thorax.experiment.plan.RunStatus.Phase;
import org.thorax.experiment.run.FoldRun;
import org.thorax.experiment.run.FoldsFolder;

/** The table of a plan, then the files and the commands that follow. */
final class FoldLines implements FoldProgress {
  private final PrintWriter out;
  private final PlanTable table;

  FoldLines(PrintWriter out) {
    this.out = out;
    this.table = new PlanTable(out);
  }

  @Override
  public void show(Map<String, RunStatus> statuses) {
    table.show(statuses);
  }

  @Override
  public void ended(Map<String, RunStatus> statuses, Path folder) {
    table.summary(statuses, folder);
    boolean unfinished =
        statuses.values().stream()
            .map(RunStatus::phase)
            .anyMatch(phase -> phase != Phase.DONE && phase != Phase.DONE_BEFORE);
    if (unfinished) {
      out.println("The same command again continues; finished folds are kept.");
      out.flush();
    }
  }

  @Override
  public void written(List<FoldRun> runs, FoldsFolder folder) {
    runs.forEach(run -> out.println("Model of fold " + run.number() + "  " + run.model()));
    out.println("Predictions      " + folder.predictions());
    out.println("Evaluate them    " + ProgramName.command("evaluate", folder.predictions()));
    Path named = folder.folder();
    out.println(
        "Their ensemble   "
            + ProgramName.command("ensemble", "fit", "--folds", named, "--out", named + ".json"));
    out.flush();
  }
}
