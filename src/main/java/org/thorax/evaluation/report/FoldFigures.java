package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.thorax.data.PairwiseSum;
import org.thorax.evaluation.metrics.RankedScores;

/**
 * Figures of the folds of a cross-validation, each from the scores of its own model alone.
 *
 * @param folds by number
 * @param foldOf the fold of each sample
 */
public record FoldFigures(List<Each> folds, List<Integer> foldOf) {
  /** Copies the lists. */
  public FoldFigures {
    folds = List.copyOf(folds);
    foldOf = List.copyOf(foldOf);
  }

  /**
   * One fold.
   *
   * @param aucs of its images
   * @param averagePrecision of each class; NaN without positives
   */
  public record Each(EvaluationReport.GroupAucs aucs, List<Double> averagePrecision) {
    /** Copies the list. */
    public Each {
      averagePrecision = List.copyOf(averagePrecision);
    }
  }

  /**
   * A figure over the folds in which it is defined.
   *
   * @param folds their number
   * @param mean NaN if there is none
   * @param deviation standard deviation, divided by the number of folds like {@code numpy.std} and
   *     scikit-learn's {@code std_test_score}
   */
  record Spread(int folds, double mean, double deviation) {}

  /**
   * The figures of each fold.
   *
   * @param foldOf the fold of each sample
   */
  static FoldFigures of(ScoredSamples all, List<Integer> foldOf, MeanAuc.Bootstrap bootstrap) {
    Map<Integer, List<Integer>> rows = new TreeMap<>();
    for (int sample = 0; sample < all.size(); sample++) {
      rows.computeIfAbsent(foldOf.get(sample), each -> new ArrayList<>()).add(sample);
    }
    List<Each> folds = new ArrayList<>();
    rows.forEach(
        (number, chosen) -> {
          ScoredSamples scored = all.select(chosen.stream().mapToInt(Integer::intValue).toArray());
          folds.add(
              new Each(
                  EvaluationReport.GroupAucs.of("fold", number.toString(), scored, bootstrap),
                  scored.ranked().stream().map(RankedScores::averagePrecision).toList()));
        });
    return new FoldFigures(folds, foldOf);
  }

  /** The mean AUC over classes, of each fold. */
  Spread meanAuc() {
    return spread(each -> each.aucs().mean().value());
  }

  /** The AUC of a class. */
  Spread auc(int column) {
    return spread(each -> each.aucs().perClass().get(column).auc());
  }

  /** The average precision of a class. */
  Spread averagePrecision(int column) {
    return spread(each -> each.averagePrecision().get(column));
  }

  private Spread spread(ToDoubleFunction<Each> figure) {
    double[] values =
        folds.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      return new Spread(0, Double.NaN, Double.NaN);
    }
    double mean = PairwiseSum.mean(values);
    double[] squares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      squares[i] = (values[i] - mean) * (values[i] - mean);
    }
    return new Spread(values.length, mean, Math.sqrt(PairwiseSum.mean(squares)));
  }
}
