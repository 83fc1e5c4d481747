package org.thorax.experiment.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.thorax.FileException;

/**
 * The second of saving in a run's file names, unique among the runs of an experiment. A lock
 * separates concurrent runs of one experiment.
 */
public final class SaveTime {
  private SaveTime() {}

  /**
   * Now, or the next second if the folder has a model of this one.
   *
   * @param folder {@code models/<experiment>}, locked by the run
   */
  public static Instant claim(Path folder, ExperimentName name) {
    Instant now = Instant.now();
    while (Files.exists(folder.resolve(name.stamped(now)))
        || Files.exists(folder.resolve(name.fileName(now)))) {
      pause(Duration.between(now, now.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS)));
      now = Instant.now();
    }
    return now;
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FileException("Interrupted while saving; nothing was saved.", e);
    }
  }
}
