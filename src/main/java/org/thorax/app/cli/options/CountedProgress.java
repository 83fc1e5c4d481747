package org.thorax.app.cli.options;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How many of a known number are done: a bar on a terminal, ten lines elsewhere. */
public final class CountedProgress implements AutoCloseable {
  private static final int LINES = 10;

  private final PrintWriter out;
  private final int count;
  private final ProgressBar bar;
  private int done;

  public CountedProgress(String what, int count, PrintWriter out) {
    this.out = out;
    this.count = count;
    bar =
        Boolean.getBoolean("thorax.terminal")
            ? new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.out))
                .setUpdateIntervalMillis(250)
                .build()
            : null;
  }

  /** One more; any thread may say so. */
  public void step() {
    if (bar != null) {
      bar.step();
      return;
    }
    // Counted and printed by one thread at a time, so that no smaller number comes after.
    synchronized (out) {
      done++;
      if (done % Math.max(1, count / LINES) == 0) {
        out.printf(Locale.ROOT, "%,d of %,d images%n", done, count);
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
