package org.thorax.ensemble;

import java.util.List;
import java.util.Optional;

/**
 * How a combination was fitted, stored with it for the interpretation of its metrics.
 *
 * @param method mean, fixed, dirichlet, greedy, stacking or forest
 * @param on the set that it was fitted on, e.g. {@code validation}; none when nothing was fitted
 * @param benchmark whose data that was
 * @param values how good it is
 * @param seed of draws and training
 */
public record FitReport(
    String method, Optional<String> on, String benchmark, Values values, long seed) {
  /** The set for evaluation, on which nothing should be fitted. */
  public static final String TEST = "test";

  /**
   * How good an ensemble and its members are on a set.
   *
   * @param set e.g. {@code validation}
   * @param samples of that set
   * @param criterion what the values are, e.g. {@code auc}
   * @param ensemble the ensemble's
   * @param members each member's
   */
  public record Values(
      String set, int samples, String criterion, double ensemble, List<Double> members) {
    /** Copies the list. */
    public Values {
      members = List.copyOf(members);
    }
  }

  /** A note that results on that set are too optimistic, if the ensemble was fitted on it. */
  public Optional<String> warning() {
    return on.filter(TEST::equals)
        .map(set -> "fitted on test: results on the test set are too good to be true");
  }
}
