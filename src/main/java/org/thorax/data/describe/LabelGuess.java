package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The form that a table's labels have.
 *
 * @param score how plausible it is; above 0
 * @param words what it is, for comments
 * @param columns of the labels
 * @param lines of YAML below {@code labels}, without indent
 * @param reasons comments on the guess
 * @param rowsAdd whether several rows of an image add up: boxes, masks, a finding a row
 */
record LabelGuess(
    int score,
    String words,
    Set<String> columns,
    List<String> lines,
    List<String> reasons,
    boolean rowsAdd) {
  /** Copies the lists. */
  LabelGuess {
    columns = Set.copyOf(columns);
    lines = List.copyOf(lines);
    reasons = List.copyOf(reasons);
  }

  /** The same of a table of boxes, which need not have rows for images without any. */
  LabelGuess ofBoxes() {
    if (lines.stream().anyMatch(each -> each.startsWith("none:"))) {
      return this;
    }
    List<String> more = new ArrayList<>(reasons);
    more.add(
        "The rows are boxes and none says 'no finding', so images without a box may be missing here: a table with all images would be better.");
    return new LabelGuess(1, words, columns, lines, more, rowsAdd);
  }
}
