package org.thorax.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * scikit-learn's {@code StratifiedGroupKFold}, for several labels per row: whole groups (patients)
 * are dealt into folds one after the other, those with the most uneven classes first, each into the
 * fold in which it leaves the shares of the classes most even.
 *
 * <p>scikit-learn takes one label per row. Here a row counts for each class in which it is positive
 * (raw label 1), and a row without any counts as a class of its own. With one positive class per
 * row, or with a single class, the folds are scikit-learn's.
 *
 * @param count number of folds, at least 2
 * @param shuffled whether to shuffle the groups first, so that ties are broken at random
 * @param seed random seed, 0 to 2^32 - 1; only used if shuffled
 */
record StratifiedGroupKFold(int count, boolean shuffled, long seed) {
  /** NumPy's {@code isclose}. */
  private static final double RELATIVE = 1e-5;

  private static final double ABSOLUTE = 1e-8;

  /** Checks the seed. */
  public StratifiedGroupKFold {
    SplitPlan.checkSeed(seed);
  }

  /**
   * The fold of each sample, from 0.
   *
   * @throws ThoraxException if there are fewer patients than folds, or if no class has as many
   *     samples as there are folds
   */
  int[] folds(Samples samples) {
    Map<String, Integer> ranks = GroupShuffleSplit.ranks(samples.patients());
    int[] groupOfRow = samples.patients().stream().mapToInt(ranks::get).toArray();
    int groups = GroupKFold.sizes(groupOfRow).length;
    GroupKFold.requireEnough(groups, count, " of " + samples.folder());
    double[][] counts = counts(samples, groupOfRow, groups);
    double[] all = column(counts);
    if (Arrays.stream(all).allMatch(rows -> count > rows)) {
      throw new ConfigurationException(
          "folds",
          "Expected a class with at least as many images as there are stratified `folds`, found at most %.0f for %d folds of %s; take fewer."
              .formatted(Arrays.stream(all).max().orElse(0), count, samples.folder()));
    }
    int[] foldOfGroup = dealt(counts, all);
    return IntStream.of(groupOfRow).map(group -> foldOfGroup[group]).toArray();
  }

  /**
   * Rows of each group without a positive class, then of each class; only columns that have rows.
   * As in scikit-learn, where such rows have the label 0: the order decides between equals.
   */
  private static double[][] counts(Samples samples, int[] groupOfRow, int groups) {
    int classes = samples.classes().size();
    double[][] counts = new double[groups][classes + 1];
    for (int row = 0; row < groupOfRow.length; row++) {
      double[] of = counts[groupOfRow[row]];
      boolean none = true;
      for (int c = 0; c < classes; c++) {
        if (samples.label(row, c) == 1) {
          of[c + 1]++;
          none = false;
        }
      }
      of[0] += none ? 1 : 0;
    }
    double[] all = column(counts);
    int[] used = IntStream.range(0, all.length).filter(c -> all[c] > 0).toArray();
    return Arrays.stream(counts)
        .map(of -> IntStream.of(used).mapToDouble(c -> of[c]).toArray())
        .toArray(double[][]::new);
  }

  /** The sum of each column. */
  private static double[] column(double[][] counts) {
    double[] sums = new double[counts[0].length];
    for (double[] row : counts) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += row[c];
      }
    }
    return sums;
  }

  /** The fold of each group. */
  private int[] dealt(double[][] counts, double[] all) {
    int groups = counts.length;
    int[] order =
        shuffled ? new RandomState(seed).permutation(groups) : IntStream.range(0, groups).toArray();
    double[] spread = Arrays.stream(counts).mapToDouble(StratifiedGroupKFold::spread).toArray();
    List<Integer> sorted =
        IntStream.of(order)
            .boxed()
            .sorted(Comparator.comparingDouble(group -> -spread[group]))
            .toList();
    double[][] inFold = new double[count][all.length];
    int[] folds = new int[groups];
    for (int group : sorted) {
      int best = bestFold(inFold, all, counts[group]);
      add(inFold[best], counts[group], 1);
      folds[group] = best;
    }
    return folds;
  }

  private int bestFold(double[][] inFold, double[] all, double[] group) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    double fewest = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < count; fold++) {
      add(inFold[fold], group, 1);
      double unevenness = unevenness(inFold, all);
      add(inFold[fold], group, -1);
      double rows = Arrays.stream(inFold[fold]).sum();
      boolean close = Math.abs(unevenness - least) <= ABSOLUTE + RELATIVE * Math.abs(least);
      if (unevenness < least || (close && rows < fewest)) {
        least = unevenness;
        fewest = rows;
        best = fold;
      }
    }
    return best;
  }

  private static void add(double[] to, double[] what, int sign) {
    for (int c = 0; c < to.length; c++) {
      to[c] += sign * what[c];
    }
  }

  /** The mean over classes of the standard deviation over folds of the class's shares. */
  private static double unevenness(double[][] inFold, double[] all) {
    double[] deviations = new double[all.length];
    for (int c = 0; c < all.length; c++) {
      double sum = 0;
      for (double[] fold : inFold) {
        sum += fold[c] / all[c];
      }
      double mean = sum / inFold.length;
      double squares = 0;
      for (double[] fold : inFold) {
        double difference = fold[c] / all[c] - mean;
        squares += difference * difference;
      }
      deviations[c] = Math.sqrt(squares / inFold.length);
    }
    return PairwiseSum.mean(deviations);
  }

  /** The standard deviation over classes, rounded like {@code numpy.std}. */
  private static double spread(double[] counts) {
    double mean = PairwiseSum.mean(counts);
    double[] squares =
        Arrays.stream(counts).map(value -> (value - mean) * (value - mean)).toArray();
    return Math.sqrt(PairwiseSum.mean(squares));
  }
}
