package org.thorax.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Repeats training rows of rare classes. The factors apply one after the other to the result of the
 * previous ones, so a row that is positive in two of the classes multiplies, and their order
 * matters.
 *
 * @param factors in the order in which they apply; empty for none
 */
public record Upsampling(List<Factor> factors) {
  /** No upsampling. */
  public static final Upsampling NONE = new Upsampling(List.of());

  /**
   * A class and how often to append its positive rows.
   *
   * @param className the class
   * @param times at least 1; 1 doubles
   */
  public record Factor(String className, int times) {
    /** Checks the number. */
    public Factor {
      if (times < 1) {
        throw new DataException(
            "Rows of \"" + className + "\" can be repeated once or more, not " + times + " times.");
      }
    }
  }

  /** Checks that no class occurs twice. */
  public Upsampling {
    factors = List.copyOf(factors);
    Set<String> seen = new HashSet<>();
    for (Factor factor : factors) {
      if (!seen.add(factor.className())) {
        throw new DataException(
            "The upsampling names \""
                + factor.className()
                + "\" twice; remove the duplicate class.");
      }
    }
  }

  /**
   * Parses {@code Fracture=2,Pleural Other=1}.
   *
   * @throws ThoraxException for any other format
   */
  public static Upsampling parse(String text) {
    List<Factor> factors = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int mark = part.lastIndexOf('=');
      String times = part.substring(mark + 1).strip();
      if (mark < 1 || !times.matches("[0-9]{1,4}")) {
        throw new DataException(
            "Expected upsampling as CLASS=TIMES,..., e.g. Fracture=2,Lung Lesion=1; found \""
                + text
                + "\".");
      }
      factors.add(new Factor(part.substring(0, mark).strip(), Integer.parseInt(times)));
    }
    return new Upsampling(factors);
  }

  /**
   * Checks that it contains no other classes than these.
   *
   * @throws ThoraxException naming an unknown class
   */
  public void check(List<String> classes) {
    for (Factor factor : factors) {
      if (!classes.contains(factor.className())) {
        throw new DataException(
            "The upsampling names \""
                + factor.className()
                + "\", which is not among the classes "
                + classes
                + ".");
      }
    }
  }

  /**
   * The rows of the upsampled table: first all rows once, then the copies.
   *
   * @param labels encoded; only the label 1 is positive
   * @throws ThoraxException for an unknown class, and for more rows than an array can hold
   */
  public int[] rows(Labels labels) {
    check(labels.classes());
    int[] rows = new int[labels.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    for (Factor factor : factors) {
      rows = with(factor, rows, labels);
    }
    return rows;
  }

  private static int[] with(Factor factor, int[] rows, Labels labels) {
    int c = labels.classes().indexOf(factor.className());
    int[] positive = new int[rows.length];
    int count = 0;
    for (int row : rows) {
      if (labels.at(row, c) == 1) {
        positive[count++] = row;
      }
    }
    long size = rows.length + (long) count * factor.times();
    if (size > Integer.MAX_VALUE / 64) {
      throw new DataException(
          "Upsampling \"" + factor.className() + "\" makes " + size + " rows; take less.");
    }
    int[] more = Arrays.copyOf(rows, (int) size);
    for (int i = 0; i < factor.times(); i++) {
      System.arraycopy(positive, 0, more, rows.length + i * count, count);
    }
    return more;
  }
}
