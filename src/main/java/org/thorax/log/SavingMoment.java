package org.thorax.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.thorax.ThoraxException;
import org.thorax.files.WholeFile;

/**
 * The second in which a run is saved, which is in the names of its files. No two runs of an
 * experiment get the same one: the last is kept in {@code models/<experiment>/.saved}.
 */
public final class SavingMoment {
  private static final String LAST = ".saved";

  private SavingMoment() {}

  /**
   * Now, or the first moment after the second that another run of the experiment took.
   *
   * @param folder {@code models/<experiment>}; made if it is not there
   * @throws ThoraxException when the folder cannot be written
   */
  public static Instant claim(Path folder, ExperimentName name) {
    Path last = folder.resolve(LAST);
    return LogLock.holding(
        last,
        () -> {
          Instant now = Instant.now();
          while (taken(folder, name, last, now)) {
            pause(Duration.between(now, now.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS)));
            now = Instant.now();
          }
          WholeFile.write(last, name.stamped(now) + "\n");
          return now;
        });
  }

  private static boolean taken(Path folder, ExperimentName name, Path last, Instant moment) {
    try {
      return Files.exists(folder.resolve(name.stamped(moment)))
          || Files.exists(folder.resolve(name.fileName(moment)))
          || (Files.exists(last) && Files.readString(last).strip().equals(name.stamped(moment)));
    } catch (IOException e) {
      throw new ThoraxException("Cannot read " + last + ": " + WholeFile.reason(e), e);
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThoraxException("Interrupted while saving; nothing was saved.", e);
    }
  }
}
