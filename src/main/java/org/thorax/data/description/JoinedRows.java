package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.data.TableRows;

/** The rows of a table with those columns of another that have the same key. */
final class JoinedRows implements TableRows {
  private static final String BETWEEN = "\u0000";
  private static final Pattern WHOLE = Pattern.compile("^([0-9]+)\\.0$");

  private final TableRows first;
  private final TableJoin join;
  private final Path file;
  private final int[] keys;
  private final int width;
  private final List<String> names;
  private final Map<String, String[]> partners;
  private String[] partner = {};

  /** Reads the second table, and closes it. */
  JoinedRows(TableRows first, TableRows second, TableJoin join) {
    this.first = first;
    this.join = join;
    this.file = second.file();
    TableColumns own = new TableColumns(first);
    keys = join.keys().stream().mapToInt(own::index).toArray();
    width = first.names().size();
    names = new ArrayList<>(first.names());
    names.addAll(second.names());
    partners = partners(second, join.foreignKeys());
  }

  private static Map<String, String[]> partners(TableRows table, List<String> columns) {
    TableColumns known = new TableColumns(table);
    int[] keys = columns.stream().mapToInt(known::index).toArray();
    int width = table.names().size();
    Map<String, String[]> rows = new HashMap<>();
    // Few different values stand in many rows.
    Map<String, String> same = new HashMap<>();
    while (table.next()) {
      String[] values = new String[width];
      for (int i = 0; i < width; i++) {
        values[i] = same.computeIfAbsent(table.field(i), text -> text);
      }
      if (rows.put(key(table, keys), values) != null) {
        throw new DataException(
            "%s has the key %s for a second time; keys of a joined table must differ."
                .formatted(table.where(), key(table, keys).replace(BETWEEN, ", ")));
      }
    }
    return rows;
  }

  private static String key(TableRows row, int[] columns) {
    StringBuilder key = new StringBuilder();
    for (int column : columns) {
      // pandas writes whole numbers with a point when the column has blanks.
      key.append(WHOLE.matcher(row.field(column)).replaceFirst("$1")).append(BETWEEN);
    }
    return key.toString();
  }

  @Override
  public boolean next() {
    while (first.next()) {
      partner = partners.get(key(first, keys));
      if (partner != null || join.required()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String field(int column) {
    if (column < width) {
      return first.field(column);
    }
    if (partner == null) {
      throw new DataException(
          "%s has no row in %s with the same %s; add it, or write 'required: false' in the description."
              .formatted(first.where(), file, join.keys()));
    }
    return partner[column - width];
  }

  @Override
  public Path file() {
    return first.file();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int line() {
    return first.line();
  }

  @Override
  public String where() {
    return first.where();
  }

  @Override
  public void close() {
    first.close();
  }
}
