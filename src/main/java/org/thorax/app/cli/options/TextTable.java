package org.thorax.app.cli.options;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as text: columns as wide as their widest cell, separated by two spaces, numbers
 * right-aligned.
 */
public final class TextTable {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> head) {
    this.head = List.copyOf(head);
  }

  /** Adds a row with one cell per column. */
  public void add(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(cells + " do not fit under " + head);
    }
    rows.add(List.copyOf(cells));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(head, text);
    rows.forEach(row -> line(row, text));
    return text.toString();
  }

  private void line(List<String> cells, StringBuilder text) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String fill = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? "" : "  ");
      line.append(numeric(column) ? fill + cell : cell + fill);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int widest = head.get(column).length();
    for (List<String> row : rows) {
      widest = Math.max(widest, row.get(column).length());
    }
    return widest;
  }

  private boolean numeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .map(row -> row.get(column))
            .allMatch(cell -> cell.matches("-|[-+0-9.,e/]*|nan|inf"));
  }
}
