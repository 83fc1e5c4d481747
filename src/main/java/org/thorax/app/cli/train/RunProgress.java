package org.thorax.app.cli.train;

import java.io.PrintWriter;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredFile;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.training.callback.Callback;

/** Reports the progress of a run. */
interface RunProgress extends Callback, AutoCloseable {
  /** The values of {@code --log-format}. */
  enum Format {
    /** Progress bars on a terminal, lines elsewhere. */
    TEXT,
    /** One JSON object per line. */
    JSON;

    /** A new reporter that prints to {@code out}. */
    RunProgress to(PrintWriter out) {
      return this == JSON ? new JsonProgress(out) : new TrainingProgress(out);
    }
  }

  /** The run's output. */
  void print(TrainingRun.Result result);

  /** The upload of a file starts; {@code name} is its name in the store. */
  ModelStore.Transfer uploading(String name);

  /** A file was uploaded to {@code location}. */
  void uploaded(StoredFile file, String location);

  /** The run was interrupted and can be resumed. */
  void interrupted(String how);

  @Override
  void close();
}
