package org.thorax.app.cli.train;

import java.io.PrintWriter;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredFile;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.training.callback.Callback;

/** Reports the progress of a run. */
interface RunProgress extends Callback, AutoCloseable {
  /** The words of {@code --log-format}. */
  enum Format {
    /** Bars on a terminal, lines elsewhere. */
    TEXT,
    /** One JSON object a line. */
    JSON;

    /** A new one that prints to {@code out}. */
    RunProgress to(PrintWriter out) {
      return this == JSON ? new JsonProgress(out) : new TrainingProgress(out);
    }
  }

  /** What the run left. */
  void print(TrainingRun.Result result);

  /** Another file begins to be uploaded, {@code name} in the store. */
  ModelStore.Transfer uploading(String name);

  /** A file is in the store at {@code location}. */
  void uploaded(StoredFile file, String location);

  /** The run ended on request and can be resumed. */
  void interrupted(String how);

  @Override
  void close();
}
