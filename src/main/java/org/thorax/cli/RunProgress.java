package org.thorax.cli;

import java.io.PrintWriter;
import org.thorax.experiment.TrainingRun;
import org.thorax.train.Callback;

/** How a run tells how far it is. */
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

  /** The run ended on request and can be resumed. */
  void interrupted(String how);

  @Override
  void close();
}
