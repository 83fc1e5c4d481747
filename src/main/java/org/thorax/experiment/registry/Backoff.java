package org.thorax.experiment.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.thorax.ThoraxException;

/**
 * Waiting before the same is tried again: twice as long each time, between half and all of it by
 * chance, so that many do not come back at once.
 *
 * @param first the longest first pause
 * @param longest the longest pause of all
 * @param attempts tries in a row that may fail
 */
record Backoff(Duration first, Duration longest, int attempts) {
  /** About a minute in all. */
  static final Backoff PATIENT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(32), 7);

  /** Whether {@code failures} in a row are not the end; has then waited. */
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
