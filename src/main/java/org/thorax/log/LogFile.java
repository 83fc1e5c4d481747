package org.thorax.log;

import java.util.Locale;

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

  /** The name on the command line, e.g. {@code epoch-reevaluation}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
