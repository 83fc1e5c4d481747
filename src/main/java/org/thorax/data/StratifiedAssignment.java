package org.thorax.data;

import java.util.Arrays;

/**
 * Assigns units (patients, or single rows) to two sides so that each gets its share of every pair
 * of classes. The demand of a side is a number of rows, with fractions.
 */
final class StratifiedAssignment {
  private static final int TEST = 0;
  private static final int TRAIN = 1;

  private final int classes;
  private final int[] rowsOfUnit;

  /**
   * The pairs of a unit, one after the other; a pair occurs once for each row of the unit that has
   * it.
   */
  private final int[][] pairsOfUnit;

  private final long[] undealt;
  private final double[][] wantedOfPair;
  private final double[] wanted;
  private final int[] order;
  private final boolean[] dealt;
  private final boolean[] isTest;

  /**
   * Prepares the assignment.
   *
   * @param unitOfRow numbers without gaps
   */
  StratifiedAssignment(Samples samples, int[] unitOfRow, double testSize, long seed) {
    int rows = unitOfRow.length;
    int units = Arrays.stream(unitOfRow).max().orElse(-1) + 1;
    classes = samples.classes().size();
    rowsOfUnit = new int[units];
    pairsOfUnit = new int[units][0];
    undealt = new long[classes * classes];
    for (int row = 0; row < rows; row++) {
      int unit = unitOfRow[row];
      rowsOfUnit[unit]++;
      pairsOfUnit[unit] = joined(pairsOfUnit[unit], pairs(samples, row));
    }
    for (int[] pairs : pairsOfUnit) {
      for (int pair : pairs) {
        undealt[pair]++;
      }
    }
    wantedOfPair = new double[][] {scaled(testSize), scaled(1 - testSize)};
    wanted = new double[] {testSize * rows, (1 - testSize) * rows};
    order = new RandomState(seed).permutation(units);
    dealt = new boolean[units];
    isTest = new boolean[units];
  }

  /** Assigns everything and returns whether each unit is in the test set. */
  boolean[] isTest() {
    for (int pair = rarest(); pair >= 0; pair = rarest()) {
      for (int unit : order) {
        if (!dealt[unit] && has(unit, pair)) {
          deal(unit, wantedOfPair[TEST][pair] - wantedOfPair[TRAIN][pair]);
        }
      }
    }
    for (int unit : order) {
      if (!dealt[unit]) {
        deal(unit, 0);
      }
    }
    return isTest;
  }

  /** The pair with the fewest unassigned rows; -1 if there is none. */
  private int rarest() {
    int rarest = -1;
    for (int pair = 0; pair < undealt.length; pair++) {
      if (undealt[pair] > 0 && (rarest < 0 || undealt[pair] < undealt[rarest])) {
        rarest = pair;
      }
    }
    return rarest;
  }

  private boolean has(int unit, int pair) {
    for (int each : pairsOfUnit[unit]) {
      if (each == pair) {
        return true;
      }
    }
    return false;
  }

  /** To the side with the larger demand for the pair, or else for rows, or else to the test set. */
  private void deal(int unit, double testWantsMore) {
    double preference = testWantsMore != 0 ? testWantsMore : wanted[TEST] - wanted[TRAIN];
    int side = preference >= 0 ? TEST : TRAIN;
    dealt[unit] = true;
    isTest[unit] = side == TEST;
    wanted[side] -= rowsOfUnit[unit];
    for (int pair : pairsOfUnit[unit]) {
      undealt[pair]--;
      wantedOfPair[side][pair]--;
    }
  }

  private double[] scaled(double share) {
    return Arrays.stream(undealt).mapToDouble(count -> share * count).toArray();
  }

  /** The pairs of positive classes of a row; a class paired with itself counts as one. */
  private int[] pairs(Samples samples, int row) {
    int[] positive = new int[classes];
    int count = 0;
    for (int c = 0; c < classes; c++) {
      if (samples.label(row, c) == 1) {
        positive[count++] = c;
      }
    }
    int[] pairs = new int[count * (count + 1) / 2];
    int next = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i; j < count; j++) {
        pairs[next++] = positive[i] * classes + positive[j];
      }
    }
    return pairs;
  }

  private static int[] joined(int[] one, int[] other) {
    int[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
