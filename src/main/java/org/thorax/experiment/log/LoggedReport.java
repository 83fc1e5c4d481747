package org.thorax.experiment.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed {@code classification_report}: scikit-learn's text table.
 *
 * @param rows classes and averages in their order
 */
public record LoggedReport(List<Row> rows) {
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*(\\S.*?)\\s+(\\d\\.\\d\\d)\\s+(\\d\\.\\d\\d)\\s+(\\d\\.\\d\\d)\\s+(\\d+)");

  /**
   * One line.
   *
   * @param label a class, or {@code micro avg}, {@code macro avg} and so on
   * @param precision two decimals, like recall and f1
   * @param support positive samples
   */
  public record Row(String label, double precision, double recall, double f1, long support) {}

  /** Copies the rows. */
  public LoggedReport {
    rows = List.copyOf(rows);
  }

  /** Parses a table; lines with another format are left out. */
  public static LoggedReport parse(String text) {
    List<Row> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            new Row(
                row.group(1),
                Double.parseDouble(row.group(2)),
                Double.parseDouble(row.group(3)),
                Double.parseDouble(row.group(4)),
                Long.parseLong(row.group(5))));
      }
    }
    return new LoggedReport(rows);
  }

  /** The line of that label. */
  public Optional<Row> row(String label) {
    return rows.stream().filter(row -> row.label().equals(label)).findFirst();
  }

  /** Classes without a positive sample, for which the metrics are meaningless. */
  public Set<String> withoutPositives() {
    Set<String> labels = new LinkedHashSet<>();
    for (Row row : rows) {
      if (row.support() == 0 && !row.label().endsWith(" avg")) {
        labels.add(row.label());
      }
    }
    return labels;
  }
}
