package org.thorax.app.cli.options;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.thorax.experiment.registry.ModelStore;

/**
 * Progress of the transfer of a file: a progress bar on a terminal, elsewhere a line for every
 * tenth.
 */
public final class TransferProgress implements ModelStore.Transfer {
  private static final int LINES = 10;
  private static final long MEBIBYTE = 1 << 20;

  private final String name;
  private final PrintWriter out;
  private ProgressBar bar;
  private long lastTenth;

  public TransferProgress(String name, PrintWriter out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void moved(long moved, long size) {
    if (Boolean.getBoolean("thorax.terminal")) {
      show(moved, size);
    } else if (size > MEBIBYTE && moved * LINES / size > lastTenth) {
      lastTenth = moved * LINES / size;
      out.printf(
          Locale.ROOT,
          "%s: %,d of %,d MiB%n",
          name,
          moved / MEBIBYTE,
          Math.max(1, size / MEBIBYTE));
      out.flush();
    }
  }

  private void show(long moved, long size) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(size)
              .setUnit(" MiB", MEBIBYTE)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.out))
              .setUpdateIntervalMillis(250)
              .build();
    }
    bar.stepTo(moved);
    if (moved >= size) {
      bar.close();
    }
  }
}
