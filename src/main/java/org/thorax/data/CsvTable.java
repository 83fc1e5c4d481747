package org.thorax.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.UnexpectedFormat;

/** A CSV file with a header, row after row; errors name the file and the line. */
public final class CsvTable implements TableRows {
  private final Path file;
  private final CsvDialect dialect;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> rows;
  private final List<String> columns;
  private CsvRecord row;

  /**
   * Opens the file and reads its header.
   *
   * @throws ThoraxException if it does not exist, is empty, or is not CSV in UTF-8
   */
  public CsvTable(Path file) {
    this(file, CsvDialect.STANDARD);
  }

  /**
   * Opens a file of another dialect and reads its header.
   *
   * @throws ThoraxException when it does not exist, is empty, or is not written so
   */
  public CsvTable(Path file, CsvDialect dialect) {
    this.file = file;
    this.dialect = dialect;
    if (!Files.isRegularFile(file)) {
      throw new DataException("The table " + file + " does not exist; check the dataset folder.");
    }
    UnexpectedFormat.of(file)
        .filter(what -> !what.startsWith("is empty"))
        .ifPresent(
            what -> {
              throw new DataException("The table " + file + " " + what + ".");
            });
    try {
      reader =
          CsvReader.builder().fieldSeparator(dialect.separator()).ofCsvRecord(dialect.text(file));
    } catch (IOException e) {
      throw unreadable(e);
    }
    rows = reader.iterator();
    if (!next()) {
      close();
      throw new DataException("The table " + file + " is empty; it needs a header and rows.");
    }
    columns = row.getFields().stream().map(String::strip).toList();
  }

  /** Goes to the next row; false after the last. */
  @Override
  public boolean next() {
    try {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      return true;
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private ThoraxException unreadable(Exception e) {
    String where = row == null ? "" : " after line " + row.getStartingLineNumber();
    String reason = String.valueOf(e.getMessage()).split("\\R", 2)[0];
    return new DataException(
        "The table "
            + file
            + " is no readable CSV in "
            + dialect.encoding()
            + where
            + ": "
            + reason,
        e);
  }

  /** Whether there is such a column. */
  public boolean has(String column) {
    return columns.contains(column);
  }

  /** The index of a column, which must exist. */
  public int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      requireCommas();
      throw new DataException(
          "The table "
              + file
              + " has no column \""
              + name
              + "\", found "
              + named()
              + "; add it, or take the dataset's own table.");
    }
    return index;
  }

  /** A header that the CSV reader sees as one column, because it has another separator. */
  private void requireCommas() {
    if (columns.size() > 1) {
      return;
    }
    for (String separator : List.of(";", "\t", "|")) {
      if (columns.get(0).contains(separator)) {
        throw new DataException(
            "The table %s is separated by %s; save it separated by commas (a CSV of Excel in some languages has semicolons)."
                .formatted(file, separator.equals("\t") ? "tabs" : "'" + separator + "'"));
      }
    }
  }

  /** The index of the first column that exists; -1 for none. */
  public int columnOrNone(String... names) {
    return Arrays.stream(names)
        .mapToInt(columns::indexOf)
        .filter(i -> i >= 0)
        .findFirst()
        .orElse(-1);
  }

  public List<Integer> columns(List<String> names) {
    List<Integer> found = new ArrayList<>();
    for (String name : names) {
      found.add(column(name));
    }
    return found;
  }

  /** The present row's field, without blanks around it. */
  @Override
  public String field(int column) {
    if (column >= row.getFieldCount()) {
      throw new DataException(
          String.format(
              "%s has %d fields where the header has %d; the file may be cut off.",
              where(), row.getFieldCount(), columns.size()));
    }
    return row.getField(column).strip();
  }

  /** Where the present row is, to begin an error with. */
  @Override
  public String where() {
    return "Line " + line() + " of " + file;
  }

  /** Where the row begins; the header stands in line 1. */
  @Override
  public int line() {
    return (int) row.getStartingLineNumber();
  }

  /** The file. */
  @Override
  public Path file() {
    return file;
  }

  /** The columns' names from left to right; pandas' index has none. */
  @Override
  public List<String> names() {
    return columns;
  }

  private List<String> named() {
    // pandas leaves the index column's name empty.
    return columns.stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
