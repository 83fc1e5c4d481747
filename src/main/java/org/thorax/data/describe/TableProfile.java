package org.thorax.data.describe;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvDialect;
import org.thorax.data.CsvTable;
import org.thorax.data.TableRows;
import org.thorax.formats.io.AtomicFile;

/**
 * A table and what its columns hold.
 *
 * @param name relative to the data set's folder
 * @param dialect how it is written
 * @param rows below the header
 * @param columns from left to right, those without a name left out
 * @param source opens it once more
 * @param told whether its dialect must be told, as the file's begin alone gives another one
 */
record TableProfile(
    String name,
    CsvDialect dialect,
    int rows,
    List<ColumnProfile> columns,
    Source source,
    boolean told) {
  private static final Charset WESTERN_WINDOWS = Charset.forName("windows-1252");

  /** Opens a table. */
  @FunctionalInterface
  interface Source {
    /** The table before its first row. */
    TableRows open();
  }

  /**
   * Reads a table.
   *
   * @throws ThoraxException when it is no table
   */
  static TableProfile of(Path folder, String name, ImageIndex index) {
    Path file = folder.resolve(name);
    CsvDialect dialect;
    try {
      dialect = CsvDialect.recognize(file);
    } catch (IOException e) {
      throw new DataException(
          "Cannot read %s: %s; check read access.".formatted(file, AtomicFile.reason(e)), e);
    }
    try {
      return of(name, dialect, () -> new CsvTable(file, dialect), index);
    } catch (ThoraxException e) {
      if (!dialect.encoding().equals(StandardCharsets.UTF_8)) {
        throw e;
      }
      // The first umlaut may stand behind the part that is looked at.
      CsvDialect western = new CsvDialect(dialect.separator(), WESTERN_WINDOWS);
      TableProfile read = of(name, western, () -> new CsvTable(file, western), index);
      return new TableProfile(name, western, read.rows(), read.columns(), read.source(), true);
    }
  }

  /** Reads the rows; those with fewer fields than the header are left to the check at the end. */
  static TableProfile of(String name, CsvDialect dialect, Source source, ImageIndex index) {
    int count = 0;
    List<ColumnProfile> columns = new ArrayList<>();
    try (TableRows rows = source.open()) {
      if (rows.names().get(0).matches("(?i)sep=.?")) {
        throw new DataException(
            "The table %s begins with the line '%s' of Excel; delete that line."
                .formatted(name, rows.names().get(0)));
      }
      rows.names().forEach(each -> columns.add(new ColumnProfile(each)));
      while (rows.next()) {
        Optional<List<String>> fields = fields(rows, IntStream.range(0, columns.size()).toArray());
        if (fields.isPresent()) {
          count++;
          for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(fields.get().get(i), index);
          }
        }
      }
    }
    // pandas leaves the index column's name empty.
    columns.removeIf(each -> each.name().isEmpty() || each.name().startsWith("Unnamed: "));
    return new TableProfile(name, dialect, count, List.copyOf(columns), source, false);
  }

  private static Optional<List<String>> fields(TableRows rows, int[] indices) {
    List<String> fields = new ArrayList<>(indices.length);
    try {
      for (int index : indices) {
        fields.add(rows.field(index));
      }
    } catch (ThoraxException e) {
      return Optional.empty(); // Cut off.
    }
    return Optional.of(fields);
  }

  Optional<ColumnProfile> column(String wanted) {
    return columns.stream().filter(each -> each.name().equals(wanted)).findFirst();
  }

  boolean has(String wanted) {
    return column(wanted).isPresent();
  }

  List<String> names() {
    return columns.stream().map(ColumnProfile::name).toList();
  }

  /** Hands over every row, as the values of some columns. */
  void forEach(List<String> wanted, Consumer<List<String>> row) {
    try (TableRows rows = source.open()) {
      int[] indices = wanted.stream().mapToInt(rows.names()::indexOf).toArray();
      while (rows.next()) {
        fields(rows, indices).ifPresent(row);
      }
    }
  }

  /** How often each value of some columns is there, by column, blanks left out. */
  Map<String, Map<String, Integer>> counts(List<String> wanted) {
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    wanted.forEach(each -> counts.put(each, new LinkedHashMap<>()));
    forEach(
        wanted,
        row -> {
          for (int i = 0; i < row.size(); i++) {
            if (!row.get(i).isEmpty()) {
              counts.get(wanted.get(i)).merge(row.get(i), 1, Integer::sum);
            }
          }
        });
    return counts;
  }
}
