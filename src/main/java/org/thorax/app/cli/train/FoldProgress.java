package org.thorax.app.cli.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.thorax.experiment.plan.RunStatus;
import org.thorax.experiment.run.FoldRun;
import org.thorax.experiment.run.FoldsFolder;

/** Reports the progress of a cross-validation. */
interface FoldProgress {
  /** Shows the changes. */
  void show(Map<String, RunStatus> statuses);

  /** Shows the results of all runs. */
  void ended(Map<String, RunStatus> statuses, Path folder);

  /** Shows the output of a finished cross-validation. */
  void written(List<FoldRun> runs, FoldsFolder folder);
}
