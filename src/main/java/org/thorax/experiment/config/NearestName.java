package org.thorax.experiment.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that was probably meant by an unknown one. */
public final class NearestName {
  private NearestName() {}

  /**
   * The one of the fewest changed letters, when these are less than half of them.
   *
   * @param known the names that there are
   */
  public static Optional<String> of(String unknown, Collection<String> known) {
    return known.stream()
        .filter(name -> !name.equals(unknown))
        .min(Comparator.comparingInt(name -> changes(unknown, name)))
        .filter(name -> changes(unknown, name) * 2 <= Math.max(unknown.length(), name.length()));
  }

  /** Levenshtein's distance, upper and lower case the same. */
  static int changes(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
