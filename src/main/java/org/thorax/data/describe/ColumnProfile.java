package org.thorax.data.describe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a column of a table holds. */
final class ColumnProfile {
  private static final int KEPT = 400;
  private static final int KEPT_PAIRS = 5000;

  private static final int MAX_NUMBER = 24;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?");

  private final String name;
  private final Map<String, Integer> values = new LinkedHashMap<>();
  private final Map<String, List<String>> images = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private boolean many;
  private int filled;
  private int blanks;
  private int numbers;
  private int longest;

  ColumnProfile(String name) {
    this.name = name;
  }

  /** Counts a cell. */
  void add(String value, ImageIndex index) {
    if (value.isEmpty()) {
      blanks++;
      return;
    }
    filled++;
    longest = Math.max(longest, value.length());
    if (isNumber(value)) {
      numbers++;
    }
    Integer before = values.get(value);
    if (before != null) {
      values.put(value, before + 1);
      return;
    }
    if (values.size() < KEPT) {
      values.put(value, 1);
    } else {
      many = true;
    }
    List<String> found = index.named(value);
    if (!found.isEmpty()) {
      named.addAll(found);
      if (images.size() < KEPT_PAIRS) {
        images.put(value, found);
      }
    }
  }

  private static boolean isNumber(String value) {
    char first = value.charAt(0);
    // Most cells are no numbers, which their first character shows.
    boolean mayBe = (first >= '0' && first <= '9') || "+-.,".indexOf(first) >= 0;
    return mayBe && value.length() <= MAX_NUMBER && NUMBER.matcher(value).matches();
  }

  String name() {
    return name;
  }

  /** Its different values but blanks with their counts, in the order of the rows. */
  Map<String, Integer> values() {
    return values;
  }

  /** Whether it has more different values than {@link #values} has. */
  boolean hasMore() {
    return many;
  }

  /** Whether every value is blank or one of {@link #values}, and one is there. */
  boolean hasFew() {
    return !many && filled > 0;
  }

  /** Cells with a value. */
  int filled() {
    return filled;
  }

  int blanks() {
    return blanks;
  }

  /** Characters of the longest value. */
  int longest() {
    return longest;
  }

  /** Whether all its values are numbers. */
  boolean isNumeric() {
    return filled > 0 && numbers == filled;
  }

  /** Values that may be images' names, with the images. */
  Map<String, List<String>> images() {
    return images;
  }

  /** How many images the values may name. */
  int namedImages() {
    return named.size();
  }

  /** The share, 0 to 1, of the known values, each once, that are so. */
  double share(Predicate<String> so) {
    return values.isEmpty()
        ? 0
        : (double) values.keySet().stream().filter(so).count() / values.size();
  }
}
