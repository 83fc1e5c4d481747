package org.thorax.app.serve.api;

import java.time.Duration;
import org.thorax.ThoraxException;

/**
 * Limits of a server.
 *
 * @param maxBytes of one upload
 * @param maxPixels of one image, by its header
 * @param maxBytesHeld of all uploads that are being read or are waiting
 * @param workers number of uploads decoded at the same time
 * @param waiting number of requests that may wait for a worker; further ones are rejected with 503
 * @param waitingEach number of concurrent requests of one client address; further ones are rejected
 *     with 429
 * @param patience how long a request waits for a worker before it is rejected
 * @param maxModels number of models in memory
 * @param maxMembers number of models in one request
 * @param idle how long an unused model stays loaded
 * @param batch batch size of a network
 * @param connections number of open connections; further ones wait to be accepted
 * @param grace time after which a sender must have kept the minimum rate, and headers must be
 *     complete
 * @param silence time without data after which a connection is closed
 */
public record ServeLimits(
    int maxBytes,
    long maxPixels,
    long maxBytesHeld,
    int workers,
    int waiting,
    int waitingEach,
    Duration patience,
    int maxModels,
    int maxMembers,
    Duration idle,
    int batch,
    int connections,
    Duration grace,
    Duration silence) {

  /** 20 MB and 25 million pixels per image, a worker for each processor. */
  public static final ServeLimits DEFAULT =
      new ServeLimits(
          20 << 20,
          25_000_000,
          256L << 20,
          Runtime.getRuntime().availableProcessors(),
          64,
          48,
          Duration.ofSeconds(30),
          4,
          4,
          Duration.ofMinutes(15),
          16,
          1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /** Checks that all are positive. */
  public ServeLimits {
    long least =
        Math.min(
            Math.min(Math.min(maxBytes, maxPixels), Math.min(maxBytesHeld, workers)),
            Math.min(Math.min(waiting, waitingEach), Math.min(maxModels, maxMembers)));
    if (least < 1
        || Math.min(batch, connections) < 1
        || patience.isNegative()
        || idle.isNegative()
        || grace.isNegative()
        || silence.isNegative()) {
      throw new ThoraxException("The limits of a server must be positive.");
    }
  }

  /** A copy with another number of models in memory and another idle time. */
  public ServeLimits withModels(int most, Duration unused) {
    return new ServeLimits(
        maxBytes,
        maxPixels,
        maxBytesHeld,
        workers,
        waiting,
        waitingEach,
        patience,
        most,
        maxMembers,
        unused,
        batch,
        connections,
        grace,
        silence);
  }

  /** A copy with other queues. */
  public ServeLimits withQueue(int newWorkers, int newWaiting, int each, Duration newPatience) {
    return new ServeLimits(
        maxBytes,
        maxPixels,
        maxBytesHeld,
        newWorkers,
        newWaiting,
        each,
        newPatience,
        maxModels,
        maxMembers,
        idle,
        batch,
        connections,
        grace,
        silence);
  }

  /** A copy with other times for slow or silent senders. */
  public ServeLimits withPace(Duration newGrace, Duration newSilence) {
    return new ServeLimits(
        maxBytes,
        maxPixels,
        maxBytesHeld,
        workers,
        waiting,
        waitingEach,
        patience,
        maxModels,
        maxMembers,
        idle,
        batch,
        connections,
        newGrace,
        newSilence);
  }
}
