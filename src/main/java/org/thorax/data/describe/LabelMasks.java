package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Masks in run lengths: an image with a mask is positive. */
final class LabelMasks {
  private static final int SCORE = 25;
  private static final int SHORTEST = 12;

  private LabelMasks() {}

  static Optional<LabelGuess> of(List<ColumnProfile> columns, TableProfile table) {
    for (ColumnProfile each : columns) {
      boolean runs =
          each.longest() >= SHORTEST
              && each.values().keySet().stream()
                  .allMatch(value -> value.matches("-1|[0-9]+( [0-9]+)+"));
      if (runs) {
        return Optional.of(guess(each, table));
      }
    }
    return Optional.empty();
  }

  private static LabelGuess guess(ColumnProfile column, TableProfile table) {
    List<String> reasons = new ArrayList<>();
    boolean minus = column.values().containsKey("-1");
    reasons.add(
        "Column %s has masks in run lengths; an image with one is positive, %s is negative."
            .formatted(column.name(), minus ? "-1" : "a blank cell"));
    String name = className(table.name());
    reasons.add("Give the class its name in place of '%s'.".formatted(name));
    List<String> negative = new ArrayList<>();
    if (minus) {
      negative.add("-1");
    }
    if (column.blanks() > 0) {
      negative.add("");
    }
    return new LabelGuess(
        SCORE,
        "masks in column " + column.name(),
        Set.of(column.name()),
        List.of(
            "columns: {%s: %s}".formatted(YamlText.text(name), YamlText.text(column.name())),
            "positive: \"*\"",
            "negative: " + YamlText.list(negative),
            "uncertain: []",
            "blank: []"),
        reasons,
        true);
  }

  /** The finding that the table's name has, else Mask. */
  private static String className(String table) {
    return Words.of(ImageIndex.stem(ImageIndex.last(table))).each().stream()
        .filter(ValueWords::isFinding)
        .findFirst()
        .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
        .orElse("Mask");
  }
}
