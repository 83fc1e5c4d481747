package org.thorax.experiment.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.evaluation.metrics.DeLong;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.metrics.PatientBootstrap;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.report.Table;

/**
 * Compares two models on the same images, class by class.
 *
 * @param classes names
 * @param comparisons DeLong's paired test of each class
 * @param adjusted p values of all classes, corrected after Holm (1979); NaN if undefined
 * @param meanDifference of the mean AUC, first minus second
 * @param meanInterval its 95 % interval, by a bootstrap over patients
 * @param unlabelled number of cells whose label is neither 0 nor 1, which are ignored
 */
public record PairedComparison(
    List<String> classes,
    List<DeLong.Comparison> comparisons,
    List<Double> adjusted,
    double meanDifference,
    Interval meanInterval,
    long unlabelled) {
  /** Copies the lists. */
  public PairedComparison {
    classes = List.copyOf(classes);
    comparisons = List.copyOf(comparisons);
    adjusted = List.copyOf(adjusted);
  }

  /**
   * Compares two files. At least one is an evaluation's {@code predictions.csv}; the other may be
   * {@code predictions_probs.csv} in the same order.
   *
   * @param labels a table or predictions with the labels for both; if empty, each has its own
   * @param replicates of the bootstrap
   * @param seed of the bootstrap
   * @throws ThoraxException if they do not have the same images, classes and labels
   */
  public static PairedComparison of(
      Path first, Path second, Optional<Path> labels, int replicates, long seed) {
    PredictionTable one = PredictionTable.read(first);
    PredictionTable other = PredictionTable.read(second);
    PredictionTable labelled =
        Stream.of(one, other)
            .filter(table -> table.names().isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "Neither %s nor %s has labels; give predictions.csv of 'thorax evaluate' as one of them."
                            .formatted(first, second)));
    PredictionTable.Names own = labelled.names().orElseThrow();
    PredictionTable.Names names =
        labels
            .map(file -> own.withLabels(LabelTable.read(file, own.classes()).of(own.images())))
            .orElse(own);
    if (labels.isEmpty() && one.names().isPresent() && other.names().isPresent()) {
      LabelDifference.between(one, other).ifPresent(LabelDifference::refuse);
    }
    List<float[]> scores = one.scoresFor(labelled);
    List<float[]> others = other.scoresFor(labelled);
    int count = names.classes().size();
    List<DeLong.Comparison> comparisons =
        IntStream.range(0, count)
            .mapToObj(
                c ->
                    DeLong.compare(column(names.labels(), c), column(scores, c), column(others, c)))
            .toList();
    double difference =
        comparisons.stream()
            .mapToDouble(DeLong.Comparison::difference)
            .filter(value -> !Double.isNaN(value))
            .average()
            .orElse(Double.NaN);
    Interval interval =
        new PatientBootstrap(names.patients(), replicates, seed)
            .ofDifference(ranked(names, scores), ranked(names, others));
    return new PairedComparison(
        names.classes(), comparisons, holm(comparisons), difference, interval, unlabelled(names));
  }

  private static long unlabelled(PredictionTable.Names names) {
    long count = 0;
    for (float[] row : names.labels()) {
      for (float label : row) {
        count += label == 0 || label == 1 ? 0 : 1;
      }
    }
    return count;
  }

  private static List<RankedScores> ranked(PredictionTable.Names names, List<float[]> scores) {
    return IntStream.range(0, names.classes().size())
        .mapToObj(c -> RankedScores.of(column(names.labels(), c), column(scores, c)))
        .toList();
  }

  private static float[] column(List<float[]> rows, int column) {
    float[] values = new float[rows.size()];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.get(row)[column];
    }
    return values;
  }

  /** The k-th smallest of m is multiplied by m - k, and the results are made monotonic. */
  private static List<Double> holm(List<DeLong.Comparison> comparisons) {
    List<Double> adjusted = new ArrayList<>();
    comparisons.forEach(each -> adjusted.add(Double.NaN));
    List<Integer> order =
        IntStream.range(0, comparisons.size())
            .boxed()
            .filter(i -> !Double.isNaN(comparisons.get(i).p()))
            .sorted((a, b) -> Double.compare(comparisons.get(a).p(), comparisons.get(b).p()))
            .toList();
    double least = 0;
    for (int k = 0; k < order.size(); k++) {
      double p = comparisons.get(order.get(k)).p() * (order.size() - k);
      least = Math.max(least, Math.min(1, p));
      adjusted.set(order.get(k), least);
    }
    return adjusted;
  }

  /** One row per class. */
  public Table table() {
    List<List<Object>> rows = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      DeLong.Comparison each = comparisons.get(c);
      rows.add(
          List.of(
              classes.get(c),
              each.first(),
              each.second(),
              each.difference(),
              each.interval().low(),
              each.interval().high(),
              each.z(),
              each.p(),
              adjusted.get(c)));
    }
    rows.add(
        List.of(
            "mean",
            mean(comparisons.stream().map(DeLong.Comparison::first).toList()),
            mean(comparisons.stream().map(DeLong.Comparison::second).toList()),
            meanDifference,
            meanInterval.low(),
            meanInterval.high(),
            Double.NaN,
            Double.NaN,
            Double.NaN));
    return new Table(
        "Two models on the same images (DeLong; the mean: drawn from patients)",
        List.of(
            "class",
            "first_auc",
            "second_auc",
            "difference",
            "ci95_low",
            "ci95_high",
            "z",
            "p",
            "p_holm"),
        rows);
  }

  private static double mean(List<Double> values) {
    return values.stream()
        .mapToDouble(value -> value)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
