package org.thorax.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * Settings of the fit of a combination.
 *
 * @param method the way
 * @param weights of {@link Method#FIXED}, one a member; empty otherwise
 * @param criterion what is made large; for stacking and forests only what is reported
 * @param effort how much is tried
 * @param seed of draws, kernels, orders and trees, 0 to 2^32 - 1
 */
public record Fitting(
    Method method, List<Double> weights, Criterion criterion, Effort effort, long seed) {
  /**
   * How much is tried.
   *
   * @param draws of the Dirichlet search
   * @param rounds of the greedy selection
   * @param epochs of the meta layer's training
   * @param trees of the forest
   * @param depth of its trees
   */
  public record Effort(int draws, int rounds, int epochs, int trees, int depth) {}

  /** The methods. */
  public enum Method {
    /** The unweighted mean. */
    MEAN,
    /** Given weights. */
    FIXED,
    /** {@link DirichletSearch}. */
    DIRICHLET,
    /** {@link GreedySelection}. */
    GREEDY,
    /** {@link MetaLearner}. */
    STACKING,
    /** A random forest on the members' probabilities. */
    FOREST;

    /** Whether the method is fitted to data. */
    public boolean fitted() {
      return this != MEAN && this != FIXED;
    }

    /** The name on the command line. */
    public String token() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The method of that name.
     *
     * @throws ThoraxException listing the names if it is unknown
     */
    public static Method of(String token) {
      return Arrays.stream(values())
          .filter(method -> method.token().equals(token))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "method",
                      "Expected `method` "
                          + Arrays.stream(values())
                              .map(Method::token)
                              .collect(Collectors.joining(", "))
                          + ", found '"
                          + token
                          + "'."));
    }
  }

  /** Checks that weights are given for the method that uses them, and only for it. */
  public Fitting {
    weights = List.copyOf(weights);
    if (weights.isEmpty() == (method == Method.FIXED)) {
      throw new ConfigurationException(
          "method",
          method == Method.FIXED
              ? "`method` fixed needs `weights`, one a member, e.g. 0.6,0.4."
              : "`weights` are for `method` fixed; leave them out or take that method.");
    }
  }

  /** The combination. */
  public Combination of(MemberScores scores) {
    return switch (method) {
      case MEAN -> Combination.WeightedMean.equal(scores.members().size());
      case FIXED -> new Combination.WeightedMean(weights);
      case DIRICHLET -> mean(new DirichletSearch(effort.draws, seed).fit(scores, criterion));
      case GREEDY -> mean(new GreedySelection(effort.rounds).fit(scores, criterion));
      case STACKING -> new MetaLearner(effort.epochs, seed).fit(scores);
      case FOREST -> new ForestTrainer(effort.trees, effort.depth, seed).fit(scores);
    };
  }

  private static Combination mean(FittedWeights fitted) {
    return new Combination.WeightedMean(fitted.weights());
  }

  /** The record of a combination that was fitted to these scores. */
  public FitReport report(
      MemberScores scores, Combination combination, String set, String benchmark) {
    return new FitReport(
        method.token(),
        method.fitted() ? Optional.of(set) : Optional.empty(),
        benchmark,
        new FitReport.Values(
            set,
            scores.samples(),
            criterion.token(),
            criterion.of(scores.classes(), scores.labels(), combination.of(scores)),
            scores.members().stream()
                .map(each -> criterion.of(scores.classes(), scores.labels(), each))
                .toList()),
        seed);
  }
}
