package org.thorax.training.callback;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;

/**
 * How often a training's state is saved beside the ends of epochs.
 *
 * @param steps after so many; 0 when the time decides
 * @param time after so long; zero when the steps decide
 */
public record SaveEvery(int steps, Duration time) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*([smh]?)");

  /** Ten minutes. */
  public static final SaveEvery DEFAULT = new SaveEvery(0, Duration.ofMinutes(10));

  /** {@code 500}: steps; {@code 30s}, {@code 10m}, {@code 1h}: time; {@code 0}: epochs only. */
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
