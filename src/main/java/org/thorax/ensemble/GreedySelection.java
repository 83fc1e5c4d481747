package org.thorax.ensemble;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Ensemble selection with replacement (Caruana, Niculescu-Mizil, Crew and Ksikes 2004, "Ensemble
 * selection from libraries of models"): starting from an empty ensemble, the member that improves
 * it most is added repeatedly, and the best prefix is kept. A member's weight is its share of that
 * prefix. Of equal members the first is added, so the result needs no seed.
 *
 * @param rounds at least 1
 */
record GreedySelection(int rounds) {
  /** Enough for weights in steps of two percent. */
  public static final int DEFAULT_ROUNDS = 50;

  /** Checks the rounds. */
  public GreedySelection {
    if (rounds < 1) {
      throw new ConfigurationException(
          "rounds", "`rounds` must be at least 1, found " + rounds + ".");
    }
  }

  /**
   * The best weights on these samples.
   *
   * @throws ThoraxException if the criterion is undefined on them
   */
  public FittedWeights fit(MemberScores scores, Criterion criterion) {
    int members = scores.members().size();
    int[] counts = new int[members];
    double[] best = {};
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int round = 1; round <= rounds; round++) {
      double[] values =
          IntStream.range(0, members)
              .parallel()
              .mapToDouble(
                  member ->
                      criterion.of(
                          scores.classes(),
                          scores.labels(),
                          scores.weighted(shares(counts, member))))
              .toArray();
      int added = largest(values);
      counts[added]++;
      if (values[added] > bestValue) {
        bestValue = values[added];
        best = shares(counts, -1);
      }
    }
    return FittedWeights.of(best, bestValue);
  }

  /** The members' shares after {@code added} is added; -1 for none. */
  private static double[] shares(int[] counts, int added) {
    double total = Arrays.stream(counts).sum() + (added < 0 ? 0 : 1);
    return IntStream.range(0, counts.length)
        .mapToDouble(member -> (counts[member] + (member == added ? 1 : 0)) / total)
        .toArray();
  }

  private static int largest(double[] values) {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] > values[best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new DataException(
          "No class has both positive and negative samples, so no members can be chosen; fit on a"
              + " larger set.");
    }
    return best;
  }
}
