package org.thorax.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Iterative stratification of second order (Sechidis et al. 2011; Szymanski and Kajdanowicz 2017)
 * by patient: the proportions of every class and of every pair of classes are equal on both sides
 * as far as patients allow.
 *
 * <p>For the pair of classes with the fewest remaining rows, one patient after the other is
 * assigned to the side that still needs that pair most; then follows the next pair, and finally the
 * patients without any finding.
 *
 * @param testSize share of the rows in the test set, between 0 and 1, both exclusive
 * @param seed random seed of the order of the patients, 0 to 2^32 - 1
 * @param patients how to keep patients together
 */
record IterativeStratification(double testSize, long seed, Patients patients) {
  /** How to keep the rows of a patient together. */
  public enum Patients {
    /** Patients are assigned with all rows at once; sizes and proportions are as requested. */
    DEALT_WHOLE,
    /**
     * Rows are assigned; then a patient on both sides moves to the side with more of its rows, and
     * to the test set if both have the same number. The original project did this; it makes a small
     * test set even smaller, because few patients have most of their rows there.
     */
    MOVED_AFTERWARDS
  }

  /** Checks the ranges. */
  public IterativeStratification {
    SplitPlan.checkShare("rows", testSize);
    SplitPlan.checkSeed(seed);
    Objects.requireNonNull(patients, "patients");
  }

  /** Assigns whole patients. */
  public IterativeStratification(double testSize, long seed) {
    this(testSize, seed, Patients.DEALT_WHOLE);
  }

  /**
   * Splits the rows by their raw labels; only 1 counts.
   *
   * @throws ThoraxException if one side would be empty
   */
  public GroupShuffleSplit.Rows split(Samples samples) {
    int[] unitOfRow = units(samples);
    boolean[] unitIsTest = new StratifiedAssignment(samples, unitOfRow, testSize, seed).isTest();
    boolean[] isTest = new boolean[samples.size()];
    for (int row = 0; row < isTest.length; row++) {
      isTest[row] = unitIsTest[unitOfRow[row]];
    }
    if (patients == Patients.MOVED_AFTERWARDS) {
      move(samples, isTest);
    }
    int[] test = rows(isTest, true);
    int[] train = rows(isTest, false);
    if (test.length == 0 || train.length == 0) {
      throw new DataException(
          String.format(
              "A stratified split of %d images of %s with a share of %s leaves one side empty; take"
                  + " another share or more patients.",
              samples.size(), samples.folder(), testSize));
    }
    return new GroupShuffleSplit.Rows(train, test);
  }

  /** The units to assign: the rows of a patient, or each row. */
  private int[] units(Samples samples) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] units = new int[samples.size()];
    for (int row = 0; row < units.length; row++) {
      if (patients == Patients.DEALT_WHOLE) {
        numbers.putIfAbsent(samples.patient(row), numbers.size());
        units[row] = numbers.get(samples.patient(row));
      } else {
        units[row] = row;
      }
    }
    return units;
  }

  private static void move(Samples samples, boolean[] isTest) {
    Map<String, Integer> surplus = new LinkedHashMap<>();
    for (int row = 0; row < isTest.length; row++) {
      surplus.merge(samples.patient(row), isTest[row] ? 1 : -1, Integer::sum);
    }
    for (int row = 0; row < isTest.length; row++) {
      isTest[row] = surplus.get(samples.patient(row)) >= 0;
    }
  }

  private static int[] rows(boolean[] isTest, boolean side) {
    int[] rows = new int[isTest.length];
    int count = 0;
    for (int row = 0; row < isTest.length; row++) {
      if (isTest[row] == side) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
