package org.thorax.experiment.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.FileException;

/**
 * An experiment's name, which is also its folder in {@code models/}.
 *
 * @param text the name; letters, digits and {@code _ - . + ,}, so that it is a valid folder name on
 *     every system
 */
public record ExperimentName(String text) {
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+,-]*");
  private static final Pattern STAMPED = Pattern.compile("(.*)_(\\d{8}-\\d{6})\\.h5");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

  /** Checks that the name can be a folder. */
  public ExperimentName {
    if (!FOLDER.matcher(text).matches()) {
      throw new FileException(
          "An experiment's name must be letters, digits, '_', '-', '.', '+' or ',' and not start"
              + " with a sign, found '"
              + text
              + "'.");
    }
  }

  /** {@code architecture_benchmark}, with spaces replaced by {@code _}. */
  public static ExperimentName of(String architecture, String benchmarkName) {
    return new ExperimentName((architecture + "_" + benchmarkName).replace(' ', '_'));
  }

  /** The time in a model's file name, in UTC; empty if there is none. */
  public static Optional<Instant> moment(String fileName) {
    Matcher stamp = STAMPED.matcher(fileName);
    try {
      return stamp.matches()
          ? Optional.of(LocalDateTime.parse(stamp.group(2), STAMP).toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The experiment's name in a model's file name; empty if the file name has no time. */
  public static Optional<String> prefix(String fileName) {
    Matcher stamp = STAMPED.matcher(fileName);
    return stamp.matches() ? Optional.of(stamp.group(1)) : Optional.empty();
  }

  /** {@code name_yyyyMMdd-HHmmss} in UTC, like the id of the run. */
  public String stamped(Instant saved) {
    return text + "_" + STAMP.format(saved.atOffset(ZoneOffset.UTC));
  }

  /** The name of the model's HDF5 file, {@code filename} in the logs. */
  public String fileName(Instant saved) {
    return stamped(saved) + ".h5";
  }
}
