package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.thorax.app.cli.options.TransferProgress;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredFile;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.training.EvaluationResult;
import org.thorax.training.callback.BatchLog;

/**
 * Shows training: a progress bar with loss, images/s and remaining time on a terminal, regular
 * lines elsewhere.
 */
final class TrainingProgress implements RunProgress {
  private static final int LINES_AN_EPOCH = 10;

  private final PrintWriter out;
  // Not every Java version can detect a terminal; the start script can.
  private final boolean terminal = Boolean.getBoolean("thorax.terminal");
  private ProgressBar bar;
  private int steps;
  private int first;
  private long epochStart;

  TrainingProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onEpochBegin(int epoch, int epochSteps) {
    steps = epochSteps;
    first = 0;
    epochStart = System.nanoTime();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Epoch " + epoch)
              .setInitialMax(epochSteps)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.out))
              .setUpdateIntervalMillis(250)
              .build();
    }
  }

  @Override
  public void onBatchEnd(BatchLog log) {
    String figures =
        String.format(
            Locale.ROOT,
            "loss %.4f, rate %.2g, %.1f images/s, %.0f %% waiting",
            log.loss().mean(),
            log.learningRate(),
            log.speed().imagesPerSecond(),
            100 * log.speed().waitingShare());
    String scaled =
        log.lossScale()
            .map(scale -> ", loss scale %.0f, %d skipped".formatted(scale.value(), scale.skipped()))
            .orElse("");
    figures += scaled;
    first = first == 0 ? log.place().batch() : first;
    if (bar != null) {
      bar.setExtraMessage(figures);
      bar.stepTo(log.place().batch());
    } else if (log.place().batch() % Math.max(1, steps / LINES_AN_EPOCH) == 0) {
      double perStep = (System.nanoTime() - epochStart) / 1e9 / (log.place().batch() - first + 1);
      double left = perStep * (steps - log.place().batch());
      out.printf(
          Locale.ROOT,
          "epoch %d, step %d/%d, %s, %.0f s left%n",
          log.place().epoch(),
          log.place().batch(),
          steps,
          figures,
          left);
      out.flush();
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    endBar();
    out.printf(
        Locale.ROOT,
        "epoch %d: loss %.4f, auc %.4f, val_loss %.4f, val_auc %.4f%n",
        epoch,
        logs.get("loss"),
        logs.get("auc"),
        logs.get("val_loss"),
        logs.get("val_auc"));
    out.flush();
  }

  /** The test metrics, and the paths of the output. */
  @Override
  public void print(TrainingRun.Result result) {
    result.test().ifPresent(this::print);
    result.remarks().forEach(remark -> out.println("note: " + remark));
    out.println("Model      " + result.savedModel());
    out.println(
        "Figures    "
            + result.folder().resolve("history.csv")
            + ", batches.csv, config.json, predictions_probs.csv");
    out.println("Log entry  " + result.id() + " in " + result.log());
    out.flush();
  }

  private void print(EvaluationResult test) {
    out.println();
    out.println("Test set, " + test.samples().length + " images:");
    out.printf(Locale.ROOT, "  %-28s %8.4f%n", "loss", test.loss());
    test.metrics()
        .forEach(
            (name, value) -> {
              if (name.startsWith("auc")
                  || !name.contains("_")
                  || name.equals("f2_score")
                  || name.equals("binary_accuracy")) {
                out.printf(Locale.ROOT, "  %-28s %8.4f%n", name, value);
              }
            });
  }

  @Override
  public ModelStore.Transfer uploading(String name) {
    return new TransferProgress(name, out);
  }

  @Override
  public void uploaded(StoredFile file, String location) {
    out.println("Stored     " + file.name() + " in " + location);
    out.flush();
  }

  @Override
  public void interrupted(String how) {
    endBar();
    out.println(how);
    out.flush();
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    endBar();
  }
}
