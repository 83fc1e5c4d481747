package org.thorax.app.serve.api;

import java.time.Duration;
import org.thorax.ThoraxException;

/**
 * How much a server takes on.
 *
 * @param maxBytes of one upload
 * @param maxPixels of one image, by its header
 * @param maxBytesHeld of all uploads that are read or wait at one moment
 * @param workers uploads that are decoded at one moment
 * @param waiting requests that may wait for a worker; further ones are rejected with 503
 * @param waitingEach requests of one client address that may be under way; further ones are told to
 *     come back (429)
 * @param patience how long a request waits for a worker before it is rejected
 * @param maxModels models that are loaded at one moment
 * @param maxMembers models that one request may ask
 * @param idle how long an unused model stays loaded
 * @param batch images that a network takes at once
 * @param connections open at one moment; further ones wait to be accepted
 * @param grace after which a sender must have kept pace, and headers must be whole
 * @param silence after which a connection is closed on which nothing comes
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

  /** The same with another number of models that stay loaded, and for how long unused. */
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

  /** The same with other queues. */
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

  /** The same with other times for those who send slowly or nothing. */
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
