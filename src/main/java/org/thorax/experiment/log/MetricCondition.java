package org.thorax.experiment.log;

import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * A condition on a metric.
 *
 * @param metric by its current name, e.g. {@code auc_edema}, {@code val_loss}, {@code mean_auc}
 * @param relation {@code >=}, {@code >}, {@code <=}, {@code <} or {@code =}
 * @param bound the value compared with
 */
public record MetricCondition(String metric, String relation, double bound)
    implements Predicate<LoggedRun> {
  private static final Pattern FORM =
      Pattern.compile("\\s*([A-Za-z0-9_]+)\\s*(>=|<=|>|<|=)\\s*([-+0-9.eE]+)\\s*");

  /**
   * Parses {@code auc>=0.75}.
   *
   * @throws ThoraxException for any other format
   */
  public static MetricCondition parse(String text) {
    Matcher form = FORM.matcher(text);
    try {
      if (form.matches()) {
        return new MetricCondition(form.group(1), form.group(2), Double.parseDouble(form.group(3)));
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new FileException(
        "Expected a bound such as 'mean_auc>=0.8' or 'val_loss<0.3', found '" + text + "'.");
  }

  /** Whether the run has the metric and it meets the condition; NaN never does. */
  @Override
  public boolean test(LoggedRun run) {
    OptionalDouble value = run.figure(metric);
    if (value.isEmpty()) {
      return false;
    }
    double found = value.getAsDouble();
    return switch (relation) {
      case ">=" -> found >= bound;
      case ">" -> found > bound;
      case "<=" -> found <= bound;
      case "<" -> found < bound;
      default -> found == bound;
    };
  }
}
