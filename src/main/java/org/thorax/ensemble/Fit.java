package org.thorax.ensemble;

import java.util.List;
import java.util.Optional;

/**
 * How a combination was fitted, stored with it for the interpretation of its metrics.
 *
 * @param method mean, fixed, dirichlet, greedy, stacking or forest
 * @param on the set that it was fitted on, e.g. {@code validation}; empty if nothing was fitted
 * @param valuedOn the set of the values
 * @param benchmark the benchmark that defines the sets
 * @param criterion the metric of {@code value} and {@code memberValues}, e.g. {@code auc}
 * @param value of the ensemble on that set
 * @param memberValues of each member on that set
 * @param samples of that set
 * @param seed random seed of draws and training
 */
public record Fit(
    String method,
    Optional<String> on,
    String valuedOn,
    String benchmark,
    String criterion,
    double value,
    List<Double> memberValues,
    int samples,
    long seed) {
  /** The set for evaluation, on which nothing should be fitted. */
  public static final String TEST = "test";

  /** Copies the list. */
  public Fit {
    memberValues = List.copyOf(memberValues);
  }

  /** A note that results on that set are too optimistic, if the ensemble was fitted on it. */
  public Optional<String> warning() {
    return on.filter(TEST::equals)
        .map(set -> "fitted on test: results on the test set are too good to be true");
  }
}
