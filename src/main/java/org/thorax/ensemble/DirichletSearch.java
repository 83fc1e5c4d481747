package org.thorax.ensemble;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.RandomState;

/**
 * Draws weights from Dirichlet(1, ..., 1) and keeps the best; of equal ones, the first. This is the
 * ensemble of the library deepstack, which the original project used. The random numbers are those
 * of NumPy's {@code RandomState(seed).dirichlet(ones(members), draws)}.
 *
 * @param draws at least 1
 * @param seed 0 to 2^32 - 1
 */
record DirichletSearch(int draws, long seed) {
  /** The original project's settings. */
  public static final int DEFAULT_DRAWS = 10_000;

  /** Checks the number of draws. */
  public DirichletSearch {
    if (draws < 1) {
      throw new ConfigurationException("draws", "`draws` must be at least 1, found " + draws + ".");
    }
  }

  /**
   * The best weights on these samples.
   *
   * @throws ThoraxException if the criterion is undefined for all weights
   */
  public FittedWeights fit(MemberScores scores, Criterion criterion) {
    double[][] drawn = draws(scores.members().size());
    double[] values =
        IntStream.range(0, draws)
            .parallel()
            .mapToDouble(
                i -> criterion.of(scores.classes(), scores.labels(), scores.weighted(drawn[i])))
            .toArray();
    int best = -1;
    for (int i = 0; i < draws; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] > values[best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new DataException(
          "No class has both positive and negative samples, so no weights can be chosen; fit on a"
              + " larger set.");
    }
    return FittedWeights.of(drawn[best], values[best]);
  }

  /** All tried weights, draws x members. */
  double[][] draws(int members) {
    RandomState random = new RandomState(seed);
    double[][] weights = new double[draws][members];
    for (double[] draw : weights) {
      // Dirichlet(1, ..., 1) is exponentials divided by their sum.
      Arrays.setAll(draw, i -> -Math.log(1.0 - random.nextDouble()));
      double inverse = 1 / Arrays.stream(draw).reduce(0, Double::sum);
      Arrays.setAll(draw, i -> draw[i] * inverse);
    }
    return weights;
  }
}
