package org.thorax.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * scikit-learn's {@code GroupShuffleSplit(n_splits=1, test_size, random_state)}: whole groups
 * (patients) are assigned to one side, and the size is a share of the groups, not of the rows.
 *
 * @param testSize share of the groups in the test set, between 0 and 1, both exclusive
 * @param seed random seed of the permutation, 0 to 2^32 - 1
 */
record GroupShuffleSplit(double testSize, long seed) {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");

  /** The rows of both sides, each ascending. */
  @SuppressWarnings("ArrayRecordComponent") // Row numbers by the hundred thousand.
  public record Rows(int[] train, int[] test) {}

  /** Checks the ranges. */
  public GroupShuffleSplit {
    SplitPlan.checkShare("patients", testSize);
    SplitPlan.checkSeed(seed);
  }

  /**
   * Splits the rows.
   *
   * @param groups the group of each row; sorted as integers if all are, as pandas reads them,
   *     otherwise as text
   * @throws ThoraxException if one side would be empty
   */
  public Rows split(List<String> groups) {
    return split(groups, "");
  }

  /** Splits samples by patient; an error names their folder. */
  public Rows split(Samples samples) {
    return split(samples.patients(), " of " + samples.folder());
  }

  private Rows split(List<String> groups, String where) {
    Map<String, Integer> ranks = ranks(groups);
    int count = new HashSet<>(ranks.values()).size();
    int testCount = (int) Math.ceil(testSize * count);
    if (testCount == 0 || testCount >= count) {
      throw new DataException(
          String.format(
              "A split of %d patients%s with a share of %s leaves one side empty; "
                  + "take another share or more patients.",
              count, where, testSize));
    }
    boolean[] isTest = new boolean[count];
    int[] order = new RandomState(seed).permutation(count);
    for (int i = 0; i < testCount; i++) {
      isTest[order[i]] = true;
    }
    return new Rows(
        rows(groups, row -> !isTest[ranks.get(groups.get(row))]),
        rows(groups, row -> isTest[ranks.get(groups.get(row))]));
  }

  private static int[] rows(List<String> groups, IntPredicate chosen) {
    return IntStream.range(0, groups.size()).filter(chosen).toArray();
  }

  /** The index of each name among the sorted groups; "007" and "7" are one patient. */
  static Map<String, Integer> ranks(List<String> groups) {
    Set<String> names = new HashSet<>(groups);
    boolean integers = names.stream().allMatch(name -> INTEGER.matcher(name).matches());
    Comparator<String> order =
        integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
    Set<String> sorted = new TreeSet<>(order);
    sorted.addAll(names);
    String[] unique = sorted.toArray(String[]::new);
    Map<String, Integer> ranks = new HashMap<>();
    for (String name : names) {
      ranks.put(name, Arrays.binarySearch(unique, name, order));
    }
    return ranks;
  }
}
