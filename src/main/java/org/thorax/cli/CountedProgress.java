package org.thorax.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How many of a known number are done: a bar on a terminal, ten lines elsewhere. */
final class CountedProgress implements AutoCloseable {
  private static final int LINES = 10;

  private final PrintWriter out;
  private final int count;
  private final AtomicInteger done = new AtomicInteger();
  private final ProgressBar bar;

  CountedProgress(String what, int count, PrintWriter out) {
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
  void step() {
    int now = done.incrementAndGet();
    if (bar != null) {
      bar.step();
    } else if (now % Math.max(1, count / LINES) == 0) {
      synchronized (out) {
        out.printf(Locale.ROOT, "%,d of %,d images%n", now, count);
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
