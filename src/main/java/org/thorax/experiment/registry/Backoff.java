package org.thorax.experiment.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.thorax.ThoraxException;

/**
 * Pauses between retries: each pause is twice as long as the previous one, between half and all of
 * it at random, so that clients do not retry at the same time.
 *
 * @param first longest first pause
 * @param longest longest pause
 * @param attempts number of failures in a row that are allowed
 */
record Backoff(Duration first, Duration longest, int attempts) {
  /** About a minute in all. */
  static final Backoff PATIENT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(32), 7);

  /** Whether to retry after {@code failures} failures in a row; if so, it has waited. */
  boolean again(int failures) {
    if (failures >= attempts) {
      return false;
    }
    long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
    try {
      Thread.sleep((long) (full * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThoraxException("Interrupted while waiting to try again.", e);
    }
    return true;
  }
}
