package org.thorax.data;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * scikit-learn's {@code GroupKFold}: whole groups (patients) are dealt into folds.
 *
 * @param count number of folds, at least 2
 * @param shuffled whether groups are dealt in random order, so that folds have the same number of
 *     groups; else the largest group goes to the fold with the fewest rows, and so on
 * @param seed random seed, 0 to 2^32 - 1; only used if shuffled
 */
record GroupKFold(int count, boolean shuffled, long seed) {
  /** Checks the seed. */
  public GroupKFold {
    SplitPlan.checkSeed(seed);
  }

  /** The fold of each sample's patient, from 0. */
  int[] folds(Samples samples) {
    return folds(samples.patients(), " of " + samples.folder());
  }

  /**
   * The fold of each row, from 0.
   *
   * @param groups the group of each row; ordered as by {@link GroupShuffleSplit}
   * @throws ThoraxException if there are fewer groups than folds
   */
  int[] folds(List<String> groups) {
    return folds(groups, "");
  }

  private int[] folds(List<String> groups, String where) {
    Map<String, Integer> ranks = GroupShuffleSplit.ranks(groups);
    int[] groupOfRow = groups.stream().mapToInt(ranks::get).toArray();
    int[] sizes = sizes(groupOfRow);
    requireEnough(sizes.length, count, where);
    int[] foldOfGroup = shuffled ? dealt(sizes.length) : balanced(sizes);
    return IntStream.of(groupOfRow).map(group -> foldOfGroup[group]).toArray();
  }

  /** The number of rows of each group. */
  static int[] sizes(int[] groupOfRow) {
    int[] sizes = new int[IntStream.of(groupOfRow).max().orElse(-1) + 1];
    for (int group : groupOfRow) {
      sizes[group]++;
    }
    return sizes;
  }

  static void requireEnough(int groups, int folds, String where) {
    if (folds > groups) {
      throw new ConfigurationException(
          "folds",
          "Expected at most as many `folds` as patients, found %d folds of %d patients%s; take fewer."
              .formatted(folds, groups, where));
    }
  }

  /** The first folds have one group more, like {@code numpy.array_split}. */
  private int[] dealt(int groups) {
    int[] order = new RandomState(seed).permutation(groups);
    int[] folds = new int[groups];
    int larger = groups % count;
    int next = 0;
    for (int fold = 0; fold < count; fold++) {
      int size = groups / count + (fold < larger ? 1 : 0);
      for (int i = 0; i < size; i++) {
        folds[order[next++]] = fold;
      }
    }
    return folds;
  }

  /** Of equal groups the last comes first, of equal folds the first is taken. */
  private int[] balanced(int[] sizes) {
    List<Integer> order =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(group -> sizes[group])
                    .thenComparing(Comparator.naturalOrder())
                    .reversed())
            .toList();
    long[] rows = new long[count];
    int[] folds = new int[sizes.length];
    for (int group : order) {
      int lightest = 0;
      for (int fold = 1; fold < count; fold++) {
        lightest = rows[fold] < rows[lightest] ? fold : lightest;
      }
      rows[lightest] += sizes[group];
      folds[group] = lightest;
    }
    return folds;
  }
}
