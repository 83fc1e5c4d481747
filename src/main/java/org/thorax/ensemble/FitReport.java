package org.thorax.ensemble;

import java.util.List;
import java.util.Optional;

/**
 * How a combination came about, kept with it so that nobody takes a figure for more than it is.
 *
 * @param method mean, fixed, dirichlet, greedy, stacking or forest
 * @param on the set that it was fitted on, e.g. {@code validation}; none when nothing was fitted
 * @param valuedOn the set that the figures are of
 * @param benchmark whose data that was
 * @param criterion what {@code value} and {@code memberValues} are, e.g. {@code auc}
 * @param value of the ensemble on that set
 * @param memberValues of each member on that set
 * @param samples of that set
 * @param seed of draws and training
 */
public record FitReport(
    String method,
    Optional<String> on,
    String valuedOn,
    String benchmark,
    String criterion,
    double value,
    List<Double> memberValues,
    int samples,
    long seed) {
  /** The set that models are evaluated with and nothing should be fitted on. */
  public static final String TEST = "test";

  /** Copies the list. */
  public FitReport {
    memberValues = List.copyOf(memberValues);
  }

  /** A note for readers of results on that set, when they are too good to be true. */
  public Optional<String> warning() {
    return on.filter(TEST::equals)
        .map(set -> "fitted on test: results on the test set are too good to be true");
  }
}
