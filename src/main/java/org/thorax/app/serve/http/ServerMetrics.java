package org.thorax.app.serve.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The server's metrics, in Prometheus' text format 0.0.4. */
public final class ServerMetrics {
  private static final double[] SECONDS = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  private static final int PAGE_BYTES = 4096;

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder[] faster = new LongAdder[SECONDS.length];
  private final LongAdder uploads = new LongAdder();
  private final LongAdder uploadNanos = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder batchedImages = new LongAdder();

  public ServerMetrics() {
    for (int i = 0; i < faster.length; i++) {
      faster[i] = new LongAdder();
    }
  }

  /**
   * Counts a response.
   *
   * @param route as it was added, never text from the client
   */
  void answered(String method, String route, int status, long nanos) {
    String labels =
        String.format(
            Locale.ROOT, "method=\"%s\",route=\"%s\",status=\"%d\"", method, route, status);
    requests.computeIfAbsent(labels, ignored -> new LongAdder()).increment();
    if (method.equals("POST")) {
      uploads.increment();
      uploadNanos.add(nanos);
      for (int i = 0; i < SECONDS.length; i++) {
        if (nanos <= SECONDS[i] * 1e9) {
          faster[i].increment();
        }
      }
    }
  }

  /** Counts a batch that a network computed. */
  public void batch(int images) {
    batches.increment();
    batchedImages.add(images);
  }

  /** All metrics. */
  public String text(int underWay, int modelsLoaded) {
    StringBuilder text = new StringBuilder();
    head(text, "thorax_requests_total", "counter", "Answers by route and status.");
    requests.forEach(
        (labels, count) -> line(text, "thorax_requests_total{" + labels + "}", count.sum()));
    head(text, "thorax_upload_seconds", "histogram", "Time from request to answer of uploads.");
    for (int i = 0; i < SECONDS.length; i++) {
      line(text, "thorax_upload_seconds_bucket{le=\"" + SECONDS[i] + "\"}", faster[i].sum());
    }
    line(text, "thorax_upload_seconds_bucket{le=\"+Inf\"}", uploads.sum());
    line(text, "thorax_upload_seconds_sum", uploadNanos.sum() / 1e9);
    line(text, "thorax_upload_seconds_count", uploads.sum());
    figure(text, "thorax_batches_total", "counter", "Batches computed.", batches.sum());
    figure(text, "thorax_batch_images_total", "counter", "Images in them.", batchedImages.sum());
    figure(text, "thorax_uploads_under_way", "gauge", "Uploads let in.", underWay);
    figure(text, "thorax_models_loaded", "gauge", "Models in memory.", modelsLoaded);
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    figure(text, "thorax_heap_bytes", "gauge", "Java objects, with garbage.", heap);
    figure(text, "process_resident_memory_bytes", "gauge", "Resident memory.", resident());
    return text.toString();
  }

  private static void figure(
      StringBuilder text, String name, String type, String help, long value) {
    head(text, name, type, help);
    line(text, name, value);
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder text, String name, Number value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  /** Available on Linux only; 0 elsewhere. */
  static long resident() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1])
          * PAGE_BYTES;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
