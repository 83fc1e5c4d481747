package org.thorax.app.cli.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredFile;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.training.callback.BatchLog;

/**
 * Reports progress in machine-readable form: one JSON object per line. {@code event} is {@code
 * epoch_begin}, {@code step} (at most one per second, and the last of an epoch), {@code epoch_end},
 * {@code done}, {@code interrupted}, {@code upload} (at most one per second, and the last of a
 * file) or {@code uploaded}.
 */
final class JsonProgress implements RunProgress {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final PrintWriter out;
  private int steps;
  private long printed;

  JsonProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onEpochBegin(int epoch, int epochSteps) {
    steps = epochSteps;
    printed = System.nanoTime() - PAUSE_NANOS;
    print(event("epoch_begin").put("epoch", epoch).put("steps", epochSteps));
  }

  @Override
  public void onBatchEnd(BatchLog log) {
    if (!isDue(log.place().batch() == steps)) {
      return;
    }
    ObjectNode event =
        event("step")
            .put("epoch", log.place().epoch())
            .put("step", log.place().batch())
            .put("steps", steps)
            .put("loss", log.loss().mean())
            .put("batch_loss", log.loss().value())
            .put("learning_rate", log.learningRate())
            .put("images_per_second", log.speed().imagesPerSecond())
            .put("waiting", log.speed().waitingShare());
    log.lossScale()
        .ifPresent(
            scale -> event.put("loss_scale", scale.value()).put("skipped_steps", scale.skipped()));
    print(event);
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    ObjectNode event = event("epoch_end").put("epoch", epoch);
    ObjectNode figures = event.putObject("logs");
    logs.forEach(figures::put);
    print(event);
  }

  @Override
  public void print(TrainingRun.Result result) {
    ObjectNode event =
        event("done")
            .put("id", result.id())
            .put("folder", result.folder().toString())
            .put("model", result.savedModel().toString());
    result
        .test()
        .ifPresent(
            test -> {
              ObjectNode figures = event.putObject("test").put("loss", test.loss());
              test.metrics().forEach(figures::put);
            });
    result.remarks().forEach(event.putArray("notes")::add);
    print(event);
  }

  @Override
  public ModelStore.Transfer uploading(String name) {
    printed = System.nanoTime() - PAUSE_NANOS;
    return (moved, size) -> {
      if (isDue(moved >= size)) {
        print(event("upload").put("file", name).put("bytes", moved).put("size", size));
      }
    };
  }

  @Override
  public void uploaded(StoredFile file, String location) {
    print(
        event("uploaded")
            .put("file", file.name())
            .put("store", location)
            .put("size", file.size())
            .put("crc32c", file.checksum().toString()));
  }

  @Override
  public void interrupted(String how) {
    print(event("interrupted").put("resume", how));
  }

  /** Whether a second has passed since the last output, or this is the last one. */
  private boolean isDue(boolean last) {
    long now = System.nanoTime();
    boolean due = last || now - printed >= PAUSE_NANOS;
    printed = due ? now : printed;
    return due;
  }

  private static ObjectNode event(String name) {
    return JSON.createObjectNode().put("event", name);
  }

  private void print(ObjectNode event) {
    out.println(event);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
