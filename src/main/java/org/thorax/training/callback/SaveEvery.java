package org.thorax.training.callback;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;

/**
 * How often a training's state is saved, in addition to the end of each epoch.
 *
 * @param steps number of steps; 0 if the time decides
 * @param time interval; zero if the steps decide
 */
public record SaveEvery(int steps, Duration time) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*([smh]?)");

  /** Every ten minutes. */
  public static final SaveEvery DEFAULT = new SaveEvery(0, Duration.ofMinutes(10));

  /**
   * Parses {@code 500}: steps; {@code 30s}, {@code 10m}, {@code 1h}: time; {@code 0}: only at the
   * end of epochs.
   */
  public static SaveEvery parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new ConfigurationException(
          "save-every",
          "`save-every` must be steps (500) or a time (30s, 10m, 1h), found '" + text + "'.");
    }
    int number = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> new SaveEvery(0, Duration.ofSeconds(number));
      case "m" -> new SaveEvery(0, Duration.ofMinutes(number));
      case "h" -> new SaveEvery(0, Duration.ofHours(number));
      default -> new SaveEvery(number, Duration.ZERO);
    };
  }

  /** Whether to save now. */
  public boolean due(int stepsSince, long nanosSince) {
    return (steps > 0 && stepsSince >= steps) || (!time.isZero() && nanosSince >= time.toNanos());
  }
}
