package org.thorax.experiment.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;
import org.thorax.data.Fold;

/**
 * Names of the runs of a cross-validation: {@code Fold2of5_} before the benchmark's name, and
 * {@code Folds5_} for all of them.
 */
public final class FoldName {
  private static final Pattern TOKEN = Pattern.compile("Fold(\\d{1,6})of(\\d{1,6})");

  private FoldName() {}

  /** The token of a fold; it does not say whether patients are shuffled. */
  public static String token(Fold fold) {
    return "Fold%dof%d".formatted(fold.number(), fold.count());
  }

  /**
   * The shuffled fold that a token means.
   *
   * @throws ConfigurationException if there is no such fold
   */
  static Fold fold(String token) {
    Matcher numbers = TOKEN.matcher(token);
    if (!numbers.matches()) {
      throw new ConfigurationException(
          "benchmark", "Expected a fold such as Fold2of5, found '" + token + "'.");
    }
    return new Fold(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }

  /**
   * A benchmark whose test set is a fold, under a name that says so. A checksum in the name is that
   * of the new benchmark.
   *
   * @throws ConfigurationException if it is of a fold already
   */
  public static Benchmark with(Fold fold, Benchmark benchmark) {
    if (benchmark.split().fold().isPresent()) {
      throw new ConfigurationException(
          "folds",
          "Benchmark '%s' is of %s already; leave out `folds` to repeat that fold, or take the benchmark of all patients."
              .formatted(benchmark.name(), benchmark.split().fold().get()));
    }
    Benchmark folded =
        benchmark
            .with(benchmark.split().withFold(fold))
            .withName(token(fold) + "_" + benchmark.name());
    boolean marked = !ChecksumName.plain(benchmark.name()).equals(benchmark.name());
    return marked || !fold.shuffled() ? ChecksumName.mark(folded) : folded;
  }

  /** The name of all runs of a cross-validation, from that of one. */
  public static String ofAll(String experiment, Fold fold) {
    return experiment.replaceFirst(token(fold) + "_", "Folds" + fold.count() + "_");
  }
}
