package org.thorax.app.cli.train;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.data.Fold;
import picocli.CommandLine.Option;

/** Cross-validation: all folds, or one of them. */
final class FoldOptions {
  private static final Pattern ONE = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Cross-validation: deal the patients into K folds, and train K models, each tested on one "
              + "fold. The same command again resumes.")
  private Integer folds;

  @Option(
      names = "--fold",
      paramLabel = "N/K",
      description = "Train only the model that is tested on fold N of K, e.g. 2/5.")
  private String fold;

  @Option(
      names = "--no-fold-shuffle",
      description =
          "Deal patients into folds by their number of images instead of at random "
              + "(scikit-learn: shuffle=False).")
  private boolean notShuffled;

  /** Whether folds are named at all. */
  boolean given() {
    return all() || fold != null || notShuffled;
  }

  /** Whether all folds are trained. */
  boolean all() {
    return folds != null;
  }

  /** All folds, in order. */
  List<Fold> of() {
    if (fold != null) {
      throw new ConfigurationException(
          "folds", "--folds trains all folds, --fold one of them; give one of both.");
    }
    // A wrong number is reported by the first fold.
    return IntStream.rangeClosed(1, Math.max(1, folds))
        .mapToObj(number -> new Fold(number, folds, !notShuffled))
        .toList();
  }

  /** The one fold that is trained, if it is one. */
  Optional<Fold> one() {
    if (fold == null) {
      if (notShuffled) {
        throw new ConfigurationException(
            "no-fold-shuffle", "--no-fold-shuffle goes with --folds or --fold.");
      }
      return Optional.empty();
    }
    Matcher numbers = ONE.matcher(fold);
    if (!numbers.matches()) {
      throw new ConfigurationException(
          "fold", "Expected --fold N/K, e.g. 2/5, found '" + fold + "'.");
    }
    return Optional.of(
        new Fold(
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), !notShuffled));
  }
}
