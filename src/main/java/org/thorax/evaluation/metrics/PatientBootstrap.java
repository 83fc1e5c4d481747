package org.thorax.evaluation.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * 95 % confidence intervals of AUCs by a bootstrap over patients, so that several images of a
 * patient stay together; percentiles of the replicates. The same seed gives the same intervals for
 * any number of threads.
 */
public final class PatientBootstrap {
  private static final double LOW = 0.025;

  private final int[] patientOfRow;
  private final int patients;
  private final int replicates;
  private final long seed;

  /**
   * Intervals of the AUC.
   *
   * @param perClass in the order of the classes; {@link Interval#NONE} for a class without both
   *     labels
   * @param mean of the mean over the classes that have both
   */
  public record Intervals(List<Interval> perClass, Interval mean) {
    /** Copies the list. */
    public Intervals {
      perClass = List.copyOf(perClass);
    }
  }

  /**
   * A bootstrap.
   *
   * @param patients one per row
   * @param replicates number of replicates, at least 1
   * @param seed random seed
   */
  public PatientBootstrap(List<String> patients, int replicates, long seed) {
    if (replicates < 1) {
      throw new IllegalArgumentException("A bootstrap needs replicates, not " + replicates);
    }
    Map<String, Integer> numbers = new HashMap<>();
    this.patientOfRow =
        patients.stream()
            .mapToInt(patient -> numbers.computeIfAbsent(patient, each -> numbers.size()))
            .toArray();
    this.patients = numbers.size();
    this.replicates = replicates;
    this.seed = seed;
  }

  /** The intervals of these classes, whose rows are those of the patients. */
  public Intervals of(List<RankedScores> classes) {
    double[][] drawn = drawn(classes);
    List<Interval> intervals =
        IntStream.rangeClosed(0, classes.size())
            .mapToObj(c -> interval(Arrays.stream(drawn).mapToDouble(aucs -> aucs[c])))
            .toList();
    return new Intervals(intervals.subList(0, classes.size()), intervals.get(classes.size()));
  }

  /**
   * The interval of the difference between two models' mean AUCs, with the same patients drawn for
   * both.
   */
  public Interval ofDifference(List<RankedScores> first, List<RankedScores> second) {
    double[][] one = drawn(first);
    double[][] other = drawn(second);
    return interval(
        IntStream.range(0, replicates)
            .mapToDouble(i -> one[i][first.size()] - other[i][second.size()]));
  }

  /** For each replicate the AUC of every class, and their mean. */
  private double[][] drawn(List<RankedScores> classes) {
    int[][] patientAt =
        classes.stream()
            .map(each -> IntStream.range(0, each.size()).map(i -> patientOfRow[each.row(i)]))
            .map(IntStream::toArray)
            .toArray(int[][]::new);
    double[][] drawn = new double[replicates][];
    IntStream.range(0, replicates)
        .parallel()
        .forEach(
            replicate -> {
              int[] times = times(replicate);
              double[] aucs = new double[classes.size() + 1];
              for (int c = 0; c < classes.size(); c++) {
                aucs[c] = auc(classes.get(c), patientAt[c], times);
              }
              aucs[classes.size()] =
                  Arrays.stream(aucs, 0, classes.size())
                      .filter(auc -> !Double.isNaN(auc))
                      .average()
                      .orElse(Double.NaN);
              drawn[replicate] = aucs;
            });
    return drawn;
  }

  /** How often each patient is drawn in a replicate. */
  private int[] times(int replicate) {
    // A separate generator for each replicate: the order of threads does not matter.
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + replicate);
    int[] times = new int[patients];
    for (int i = 0; i < patients; i++) {
      times[random.nextInt(patients)]++;
    }
    return times;
  }

  private static double auc(RankedScores ranked, int[] patientAt, int[] times) {
    long positives = 0;
    long negatives = 0;
    double pairs = 0;
    long tiedPositives = 0;
    long tiedNegatives = 0;
    for (int i = 0; i < patientAt.length; i++) {
      if (i > 0 && ranked.score(i) != ranked.score(i - 1)) {
        pairs += tiedPositives * (negatives + tiedNegatives / 2.0);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
      int weight = times[patientAt[i]];
      if (ranked.positive(i)) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
    }
    pairs += tiedPositives * (negatives + tiedNegatives / 2.0);
    positives += tiedPositives;
    negatives += tiedNegatives;
    return positives == 0 || negatives == 0 ? Double.NaN : pairs / positives / negatives;
  }

  private static Interval interval(DoubleStream drawn) {
    double[] sorted = drawn.filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0
        ? Interval.NONE
        : new Interval(quantile(sorted, LOW), quantile(sorted, 1 - LOW));
  }

  /** Linear interpolation, like {@code numpy.quantile}. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
