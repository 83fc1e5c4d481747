package org.thorax.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** A table in memory. */
public final class ListedRows implements TableRows {
  private final Path file;
  private final List<String> names;
  private final List<List<String>> rows;
  private final IntFunction<String> places;
  private int row = -1;

  /**
   * A table.
   *
   * @param file the file, or the folder whose files are the rows
   * @param names the columns' names
   * @param rows a field for each column
   * @param places where a row is, by its index from 0
   */
  public ListedRows(
      Path file, List<String> names, List<List<String>> rows, IntFunction<String> places) {
    this.file = file;
    this.names = List.copyOf(names);
    this.rows = rows;
    this.places = places;
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
  public boolean next() {
    return ++row < rows.size();
  }

  @Override
  public String field(int column) {
    return rows.get(row).get(column);
  }

  @Override
  public int line() {
    return row + 1;
  }

  @Override
  public String where() {
    return places.apply(row);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
