package org.thorax.data.tools.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.thorax.data.Samples;

/**
 * The ages of the patients, image by image.
 *
 * @param decades images of patients of 0 to 9 years, 10 to 19, ..., 90 and more
 * @param unknown images of patients of unknown age
 * @param mean in years; NaN when no age is known
 * @param deviation standard deviation, of the sample; NaN below two ages
 * @param median NaN when no age is known
 */
record Ages(List<Integer> decades, int unknown, double mean, double deviation, double median) {
  /** Number of decades. */
  public static final int DECADES = 10;

  /** Copies the list. */
  public Ages {
    decades = List.copyOf(decades);
  }

  static Ages of(Samples samples) {
    int[] known = new int[samples.size()];
    int count = 0;
    Integer[] decades = new Integer[DECADES];
    Arrays.fill(decades, 0);
    for (int row = 0; row < samples.size(); row++) {
      OptionalInt age = samples.examination(row).age();
      if (age.isPresent()) {
        known[count++] = age.getAsInt();
        decades[Math.min(DECADES - 1, age.getAsInt() / 10)]++;
      }
    }
    int[] ages = Arrays.copyOf(known, count);
    Arrays.sort(ages);
    double mean = Arrays.stream(ages).average().orElse(Double.NaN);
    double squares = Arrays.stream(ages).mapToDouble(age -> (age - mean) * (age - mean)).sum();
    double deviation = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    double median =
        count == 0 ? Double.NaN : (ages[(count - 1) / 2] + (double) ages[count / 2]) / 2;
    return new Ages(Arrays.asList(decades), samples.size() - count, mean, deviation, median);
  }
}
