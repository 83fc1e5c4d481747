package org.thorax.data.description;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.data.Examination;
import org.thorax.data.TableRows;

/**
 * Which rows of a table are read: those whose column has one of some values, or a number within a
 * range.
 *
 * @param column whose value counts
 * @param values one of which it must be; empty for a range
 * @param range {@code 18..}, {@code ..80} or {@code 18..80}, ends included
 * @param excluding whether these rows are the ones left out
 */
record RowFilter(ColumnText column, List<String> values, Optional<Range> range, boolean excluding) {
  private static final Pattern NUMBER = Pattern.compile("^[^0-9.+-]*([+-]?[0-9]*\\.?[0-9]+)");

  /** Checks that there is something to compare with. */
  RowFilter {
    values = List.copyOf(values);
    if (values.isEmpty() == range.isEmpty()) {
      throw new ConfigurationException(
          "dataset",
          "A row filter needs values or a range for column %s.".formatted(column.template()));
    }
  }

  /** Whether a table's present row is read. */
  Predicate<TableRows> in(TableColumns table) {
    var text = column.in(table);
    Set<String> wanted = values.stream().map(LabelValues::key).collect(Collectors.toSet());
    return row -> {
      String value = text.apply(row);
      boolean meant =
          range
              .map(each -> number(value).stream().anyMatch(each::contains))
              .orElseGet(() -> wanted.contains(LabelValues.key(value)));
      return meant != excluding;
    };
  }

  /** The number a text begins with; empty when it is none, which is in no range. */
  private static OptionalDouble number(String text) {
    if (text.matches("[0-9]{1,3}[DMW]")) {
      // DICOM's ages in days, months and weeks.
      return OptionalDouble.of(Examination.age(text).orElse(0));
    }
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }

  /**
   * A range of numbers.
   *
   * @param least included
   * @param most included
   */
  record Range(double least, double most) {
    private static final Pattern FORM =
        Pattern.compile("([+-]?[0-9]*\\.?[0-9]+)?\\.\\.([+-]?[0-9]*\\.?[0-9]+)?");

    /** Reads {@code 18..80}; empty when it is no range. */
    static Optional<Range> of(String text) {
      Matcher matcher = FORM.matcher(text);
      return matcher.matches() && text.length() > 2
          ? Optional.of(
              new Range(
                  bound(matcher.group(1), Double.NEGATIVE_INFINITY),
                  bound(matcher.group(2), Double.POSITIVE_INFINITY)))
          : Optional.empty();
    }

    private static double bound(String text, double otherwise) {
      return text == null ? otherwise : Double.parseDouble(text);
    }

    boolean contains(double value) {
      return value >= least && value <= most;
    }
  }
}
