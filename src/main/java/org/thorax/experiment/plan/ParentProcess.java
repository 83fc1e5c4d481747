package org.thorax.experiment.plan;

import java.io.IOException;
import java.io.InputStream;

/**
 * Detects the end of the parent process, for processes of a plan. The standard input is a pipe that
 * the parent keeps open and never writes to. The system closes it when the parent ends for any
 * reason, {@code kill -9} included, even before this class checks it.
 */
public final class ParentProcess {
  private static final String PROPERTY = "thorax.endWithParent";

  private ParentProcess() {}

  /** The Java option for a process that ends with its parent. */
  static String option() {
    return "-D" + PROPERTY + "=true";
  }

  /**
   * Runs {@code end} in a separate thread when the parent has ended; does nothing in a process
   * without that option.
   */
  public static void whenGone(Runnable end) {
    if (Boolean.getBoolean(PROPERTY)) {
      Thread thread = new Thread(() -> await(System.in, end), "thorax-parent");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void await(InputStream input, Runnable end) {
    try {
      while (input.read() >= 0) {
        // No input is expected.
      }
    } catch (IOException e) {
      // On any error of the pipe, the parent cannot be observed any more.
    }
    end.run();
  }
}
