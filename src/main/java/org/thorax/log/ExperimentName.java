package org.thorax.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;

/**
 * An experiment's name, which is also its folder below {@code models/}.
 *
 * @param text the name; letters, digits and {@code _ - . + ,}, so that it is one folder anywhere
 */
public record ExperimentName(String text) {
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+,-]*");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

  /** Checks that the name can be a folder. */
  public ExperimentName {
    if (!FOLDER.matcher(text).matches()) {
      throw new ThoraxException(
          "An experiment's name must be letters, digits, '_', '-', '.', '+' or ',' and not start"
              + " with a sign, found '"
              + text
              + "'.");
    }
  }

  /** {@code architecture_benchmark}, blanks replaced by {@code _}. */
  public static ExperimentName of(String architecture, String benchmarkName) {
    return new ExperimentName((architecture + "_" + benchmarkName).replace(' ', '_'));
  }

  /** {@code name_yyyyMMdd-HHmmss} in UTC, the time zone of the id that goes with it. */
  public String stamped(Instant saved) {
    return text + "_" + STAMP.format(saved.atOffset(ZoneOffset.UTC));
  }

  /** The name of the model's HDF5 file, {@code filename} in the logs. */
  public String fileName(Instant saved) {
    return stamped(saved) + ".h5";
  }
}
