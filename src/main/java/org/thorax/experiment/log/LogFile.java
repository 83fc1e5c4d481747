package org.thorax.experiment.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** The four files of a project's logs. */
public enum LogFile {
  /** Runs that were published. */
  PUBLISHED("experiment-log.json"),
  /** Runs not published yet; new ones are appended here. */
  UNVALIDATED("unvalidated-experiment-log.json"),
  /** Copies of entries with metrics computed again from the saved weights. */
  REEVALUATION("reevaluation_experiments.json"),
  /** The same for the checkpoints of every epoch. */
  EPOCH_REEVALUATION("epoch_reevaluation_experiments.json");

  private final String fileName;

  LogFile(String fileName) {
    this.fileName = fileName;
  }

  /** The file's name in the logs' folder. */
  public String fileName() {
    return fileName;
  }

  /** Whether its figures were computed again from saved weights. */
  public boolean reevaluated() {
    return this == REEVALUATION || this == EPOCH_REEVALUATION;
  }

  /** The name on the command line, e.g. {@code epoch-reevaluation}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The file of a name on the command line.
   *
   * @throws ThoraxException for another
   */
  public static LogFile of(String token) {
    return Arrays.stream(values())
        .filter(file -> file.token().equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                new FileException(
                    "Logs are %s; found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(LogFile::token)
                                .collect(Collectors.joining(", ")),
                            token)));
  }
}
