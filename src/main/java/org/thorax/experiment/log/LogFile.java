package org.thorax.experiment.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** The four files of a project's logs. */
public enum LogFile {
  /** Published runs. */
  PUBLISHED("experiment-log.json"),
  /** Runs that are not published yet; new ones are appended here. */
  UNVALIDATED("unvalidated-experiment-log.json"),
  /** Copies of entries with metrics recomputed from the saved weights. */
  REEVALUATION("reevaluation_experiments.json"),
  /** Copies of entries with the recomputed metrics of every epoch's checkpoint. */
  EPOCH_REEVALUATION("epoch_reevaluation_experiments.json");

  private final String fileName;

  LogFile(String fileName) {
    this.fileName = fileName;
  }

  /** The file's name in the logs' folder. */
  public String fileName() {
    return fileName;
  }

  /** Whether its metrics were recomputed from saved weights. */
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
   * @throws ThoraxException for an unknown name
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
