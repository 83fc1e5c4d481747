package org.thorax.app.cli.options;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of a known number of items: a progress bar on a terminal, ten lines elsewhere. */
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

  /** Counts one item; thread-safe. */
  public void step() {
    if (bar != null) {
      bar.step();
      return;
    }
    // One thread at a time counts and prints, so that the numbers only rise.
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
