package org.thorax.app.serve.api;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.thorax.ThoraxException;

/**
 * Limits of a server.
 *
 * @param uploads how large they may be
 * @param queue how many requests are worked on and wait
 * @param models how many are loaded
 * @param connections how many are open, and for how long
 */
public record ServeLimits(Uploads uploads, Queue queue, Models models, Connections connections) {
  /** 20 MB and 25 million pixels per image, a worker for each processor. */
  public static final ServeLimits DEFAULT =
      new ServeLimits(
          new Uploads(20 << 20, 25_000_000, 256L << 20),
          new Queue(Runtime.getRuntime().availableProcessors(), 64, 48, Duration.ofSeconds(30)),
          new Models(4, 4, Duration.ofMinutes(15), 16),
          new Connections(1024, Duration.ofSeconds(10), Duration.ofSeconds(30)));

  /**
   * How large uploads may be.
   *
   * @param maxBytes of one upload
   * @param maxPixels of one image, by its header
   * @param maxBytesHeld of all uploads that are read or wait at one moment
   */
  public record Uploads(int maxBytes, long maxPixels, long maxBytesHeld) {
    /** Checks that all are positive. */
    public Uploads {
      positive(maxBytes, maxPixels, maxBytesHeld);
    }
  }

  /**
   * How many requests there may be.
   *
   * @param workers uploads that are decoded at one moment
   * @param waiting requests that may wait for a worker; further ones are rejected with 503
   * @param waitingEach requests of one client address that may be under way; further ones are told
   *     to come back (429)
   * @param patience how long a request waits for a worker before it is rejected
   */
  public record Queue(int workers, int waiting, int waitingEach, Duration patience) {
    /** Checks that all are positive. */
    public Queue {
      positive(workers, waiting, waitingEach);
      notNegative(patience);
    }
  }

  /**
   * How many models there may be.
   *
   * @param maxModels models that are loaded at one moment
   * @param maxMembers models that one request may ask
   * @param idle how long an unused model stays loaded
   * @param batch images that a network takes at once
   */
  public record Models(int maxModels, int maxMembers, Duration idle, int batch) {
    /** Checks that all are positive. */
    public Models {
      positive(maxModels, maxMembers, batch);
      notNegative(idle);
    }
  }

  /**
   * How many connections there may be.
   *
   * @param most open at one moment; further ones wait to be accepted
   * @param grace after which a sender must have kept pace, and headers must be whole
   * @param silence after which a connection is closed on which nothing comes
   */
  public record Connections(int most, Duration grace, Duration silence) {
    /** Checks that all are positive. */
    public Connections {
      positive(most);
      notNegative(grace, silence);
    }
  }

  private static void positive(long... numbers) {
    require(LongStream.of(numbers).allMatch(number -> number >= 1));
  }

  private static void notNegative(Duration... times) {
    require(Stream.of(times).noneMatch(Duration::isNegative));
  }

  private static void require(boolean sound) {
    if (!sound) {
      throw new ThoraxException("The limits of a server must be positive.");
    }
  }

  /** A copy with other queues. */
  public ServeLimits withQueue(Queue other) {
    return new ServeLimits(uploads, other, models, connections);
  }

  /** A copy with other times for slow or silent senders. */
  public ServeLimits withPace(Duration grace, Duration silence) {
    Connections other = new Connections(connections.most, grace, silence);
    return new ServeLimits(uploads, queue, models, other);
  }
}
