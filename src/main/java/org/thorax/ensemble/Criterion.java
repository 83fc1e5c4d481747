package org.thorax.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.evaluation.metrics.KerasMetrics;
import org.thorax.evaluation.metrics.RankedScores;

/** The metric to maximise when a combination is fitted. */
public enum Criterion {
  /** The exact AUC, averaged over the classes that have positives and negatives. */
  AUC {
    @Override
    public double of(int classes, float[] labels, float[] scores) {
      return IntStream.range(0, classes)
          .mapToDouble(column -> RankedScores.of(labels, scores, column, classes).auc())
          .filter(auc -> !Double.isNaN(auc))
          .average()
          .orElse(Double.NaN);
    }
  },
  /**
   * Keras' {@code AUC(multi_label=True)} with 200 thresholds, with a class without positives
   * counted as 0: the original project's criterion.
   */
  KERAS_AUC {
    @Override
    public double of(int classes, float[] labels, float[] scores) {
      return keras(classes, labels, scores).result().get("auc");
    }
  },
  /** Keras' {@code AUC()} over all cells at once. */
  KERAS_MICRO_AUC {
    @Override
    public double of(int classes, float[] labels, float[] scores) {
      return keras(classes, labels, scores).microAuc();
    }
  };

  /** The metric of scores and labels, both samples x classes; NaN if it is undefined. */
  public abstract double of(int classes, float[] labels, float[] scores);

  /** The name on the command line. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The criterion of that name.
   *
   * @throws ThoraxException listing the names if it is unknown
   */
  public static Criterion of(String token) {
    return Arrays.stream(values())
        .filter(each -> each.token().equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "criterion",
                    "Expected `criterion` "
                        + Arrays.stream(values())
                            .map(Criterion::token)
                            .collect(Collectors.joining(", "))
                        + ", found '"
                        + token
                        + "'."));
  }

  private static KerasMetrics keras(int classes, float[] labels, float[] scores) {
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    KerasMetrics metrics = new KerasMetrics(names);
    metrics.update(labels, scores);
    return metrics;
  }
}
