package org.thorax.experiment.plan;

import java.io.IOException;
import java.io.InputStream;

/**
 * The process that started this one, when it is one of a plan's. Its end shows at the end of the
 * standard input, a pipe that the parent holds open and never writes to: the system closes it
 * however the parent ends, {@code kill -9} included, and also when that was before anybody looked.
 */
public final class ParentProcess {
  private static final String PROPERTY = "thorax.endWithParent";

  private ParentProcess() {}

  /** The option of Java for a process that ends with its parent. */
  static String option() {
    return "-D" + PROPERTY + "=true";
  }

  /**
   * Has {@code end} run, in a separate thread, when the parent has gone; does nothing in a process
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
        // Nothing is expected.
      }
    } catch (IOException e) {
      // Whatever is wrong with the pipe, the parent cannot be seen any more.
    }
    end.run();
  }
}
