package org.thorax.data.describe;

import java.nio.file.Path;
import java.util.List;
import org.thorax.data.TableRows;

/** The rows of tables with the same columns, one table after the other. */
final class ChainedRows implements TableRows {
  private final List<TableProfile> tables;
  private final List<String> names;
  private int next;
  private TableRows present;
  private int[] columns;

  ChainedRows(List<TableProfile> tables) {
    this.tables = List.copyOf(tables);
    this.names = tables.get(0).names();
    open();
  }

  private void open() {
    present = tables.get(next++).source().open();
    columns = names.stream().mapToInt(present.names()::indexOf).toArray();
  }

  @Override
  public boolean next() {
    while (!present.next()) {
      if (next == tables.size()) {
        return false;
      }
      present.close();
      open();
    }
    return true;
  }

  @Override
  public String field(int column) {
    return present.field(columns[column]);
  }

  @Override
  public Path file() {
    return present.file();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int line() {
    return present.line();
  }

  @Override
  public String where() {
    return present.where();
  }

  @Override
  public void close() {
    present.close();
  }
}
