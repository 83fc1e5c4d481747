package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The readings of a table's labels.
 *
 * @param all the most plausible first
 */
record LabelReadings(List<LabelGuess> all) {
  /** Sorts them. */
  LabelReadings {
    all = all.stream().sorted(Comparator.comparing(each -> -each.score())).toList();
  }

  /**
   * Recognizes the labels.
   *
   * @param image the column with the images' names, which has no labels
   */
  static LabelReadings of(TableProfile table, Optional<String> image) {
    List<ColumnProfile> columns =
        table.columns().stream().filter(each -> !image.equals(Optional.of(each.name()))).toList();
    List<LabelGuess> guesses = new ArrayList<>();
    LabelColumns.of(columns).ifPresent(guesses::add);
    LabelMasks.of(columns, table).ifPresent(guesses::add);
    boolean boxes = table.columns().stream().filter(c -> ColumnRole.BOX.fits(c.name())).count() > 3;
    LabelNames.of(columns, table).forEach(each -> guesses.add(boxes ? each.ofBoxes() : each));
    return new LabelReadings(guesses);
  }

  Optional<LabelGuess> best() {
    return all.stream().findFirst();
  }

  int score() {
    return best().map(LabelGuess::score).orElse(0);
  }

  /** A comment with the readings that were not taken; empty for none. */
  Optional<String> others() {
    return all.size() < 2
        ? Optional.empty()
        : Optional.of(
            "Other readings: "
                + String.join("; ", all.stream().skip(1).map(LabelGuess::words).toList())
                + ".");
  }
}
