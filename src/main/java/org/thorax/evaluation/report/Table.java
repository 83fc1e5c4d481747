package org.thorax.evaluation.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table of texts and numbers: in full precision as CSV and JSON, rounded for readers.
 *
 * @param title for readers
 * @param columns names in lower case with underscores
 * @param rows texts, {@code Integer}, {@code Long} or {@code Double}; NaN if undefined
 */
public record Table(String title, List<String> columns, List<List<Object>> rows) {
  /** Checks that every row has one cell per column. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row + " does not fill the columns " + columns);
      }
    }
  }

  /** Writes CSV: numbers in full precision, undefined ones blank; does not close {@code out}. */
  public void writeCsv(OutputStream out) throws IOException {
    OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(columns);
    for (List<Object> row : rows) {
      csv.writeRecord(row.stream().map(Table::full).toList());
    }
    csv.flush();
  }

  private static String full(Object cell) {
    return undefined(cell) ? "" : cell.toString();
  }

  private static boolean undefined(Object cell) {
    return cell instanceof Double number && number.isNaN();
  }

  /** Each row as column -> value; null if undefined or not finite. */
  public List<Map<String, Object>> asMaps() {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        boolean none = row.get(i) instanceof Double number && !Double.isFinite(number);
        map.put(columns.get(i), none ? null : row.get(i));
      }
      maps.add(map);
    }
    return maps;
  }

  /** The column headings for readers. */
  public List<String> heads() {
    return columns.stream().map(each -> each.replace('_', ' ')).toList();
  }

  /** The rows for readers: numbers with {@code decimals}, "-" if undefined. */
  public List<List<String>> rounded(int decimals) {
    return rows.stream()
        .map(row -> row.stream().map(cell -> rounded(cell, decimals)).toList())
        .toList();
  }

  static String rounded(Object cell, int decimals) {
    if (cell instanceof Double number) {
      if (number.isInfinite()) {
        return "never";
      }
      return undefined(cell) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
    return cell instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : cell.toString();
  }

  /** A table with only these columns, in the given order. */
  public Table with(String... names) {
    List<Integer> places = Stream.of(names).map(columns::indexOf).toList();
    return new Table(
        title,
        List.of(names),
        rows.stream().map(row -> places.stream().<Object>map(row::get).toList()).toList());
  }

  /** A table with only the rows that have {@code value} in that column. */
  public Table where(String column, String value) {
    int place = columns.indexOf(column);
    return new Table(
        title, columns, rows.stream().filter(row -> row.get(place).equals(value)).toList());
  }

  /** As plain text, the first column left-aligned, the others right-aligned. */
  public String aligned(int decimals) {
    List<List<String>> lines = new ArrayList<>(List.of(heads()));
    lines.addAll(rounded(decimals));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        String blanks = " ".repeat(widths[i] - cell.length());
        row.append(i == 0 ? cell + blanks : "  " + blanks + cell);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
