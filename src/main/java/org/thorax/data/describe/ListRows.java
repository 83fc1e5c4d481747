package org.thorax.data.describe;

import java.nio.file.Path;
import java.util.List;
import org.thorax.data.TableRows;

/** A table in memory. */
final class ListRows implements TableRows {
  private final Path file;
  private final List<String> names;
  private final List<List<String>> rows;
  private int row = -1;

  ListRows(Path file, List<String> names, List<List<String>> rows) {
    this.file = file;
    this.names = names;
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return ++row < rows.size();
  }

  @Override
  public String field(int column) {
    return rows.get(row).get(column);
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int line() {
    return row + 2;
  }

  @Override
  public String where() {
    return "Line " + line() + " of " + file;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
