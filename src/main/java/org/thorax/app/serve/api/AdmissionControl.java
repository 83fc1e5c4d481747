package org.thorax.app.serve.api;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.Upload;

/**
 * Limits concurrent uploads: of all clients, of each, and in bytes; and the number that is decoded
 * at the same time. A request beyond the limits is refused before its body is read.
 */
public final class AdmissionControl {
  private static final int COME_BACK_SECONDS = 2;

  private final ServeLimits limits;
  private final Semaphore workers;
  private final Map<String, Integer> ofClient = new HashMap<>();
  private int underWay;
  private long bytesHeld;

  public AdmissionControl(ServeLimits limits) {
    this.limits = limits;
    this.workers = new Semaphore(limits.queue().workers(), true);
  }

  /** Admission of one request, returned by closing it. */
  public final class Place implements AutoCloseable {
    private final String client;
    private final long bytes;

    private Place(String client, long bytes) {
      this.client = client;
      this.bytes = bytes;
    }

    /**
     * Runs work that takes processor time or memory, with limited concurrency.
     *
     * @throws Problem 503 if the wait is too long
     */
    public <T> T work(Supplier<T> work) {
      try {
        if (!workers.tryAcquire(limits.queue().patience().toMillis(), TimeUnit.MILLISECONDS)) {
          throw busy("All workers are busy");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw busy("The server stops");
      }
      try {
        return work.get();
      } finally {
        workers.release();
      }
    }

    @Override
    public void close() {
      leave(client, bytes);
    }
  }

  /**
   * Admits a request.
   *
   * @param client address of the client
   * @param claimed bytes of the upload, if the client specifies them
   * @throws Problem 413, 429 or 503
   */
  public synchronized Place enter(String client, OptionalLong claimed) {
    if (claimed.isPresent() && claimed.getAsLong() > limits.uploads().maxBytes()) {
      throw Upload.tooLarge(limits.uploads().maxBytes());
    }
    if (ofClient.getOrDefault(client, 0) >= limits.queue().waitingEach()) {
      throw new Problem(
          429,
          "Already "
              + limits.queue().waitingEach()
              + " of your requests are under way; wait for their answers.",
          COME_BACK_SECONDS);
    }
    long bytes = claimed.orElse(limits.uploads().maxBytes());
    if (underWay >= limits.queue().workers() + limits.queue().waiting()
        || bytesHeld + bytes > limits.uploads().maxBytesHeld()) {
      throw busy("The queue is full");
    }
    underWay++;
    bytesHeld += bytes;
    ofClient.merge(client, 1, Integer::sum);
    return new Place(client, bytes);
  }

  private synchronized void leave(String client, long bytes) {
    underWay--;
    bytesHeld -= bytes;
    ofClient.computeIfPresent(client, (ignored, count) -> count == 1 ? null : count - 1);
  }

  /** Number of admitted requests without a response yet. */
  public synchronized int underWay() {
    return underWay;
  }

  private static Problem busy(String why) {
    return new Problem(503, why + "; try again in a moment.", COME_BACK_SECONDS);
  }
}
