package org.thorax.data.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.data.TableRows;

/**
 * A text made of a row's columns: {@code Path}, or {@code {ImageDir}/{ImageID}} with columns in
 * braces; {@code {subject:.2}} are the first two characters, as in Python's format strings.
 *
 * @param template a column's name, or text with columns in braces
 * @param pattern whose first group, or whole match, is taken of the text
 * @param frame the text around what the pattern has taken, which stands for {@link #TAKEN}
 */
record ColumnText(String template, Optional<Pattern> pattern, String frame) {
  /** A text that is always blank, in place of a column that a table does not have. */
  static final ColumnText BLANK = new ColumnText("", Optional.empty());

  /** Where in a frame the text is. */
  static final String TAKEN = "{}";

  private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+?)(?::\\.([0-9]{1,3}))?}");

  /** Checks that the frame has a place for the text. */
  ColumnText {
    if (!frame.contains(TAKEN)) {
      throw new ConfigurationException(
          "dataset", "Expected {} for what the pattern has taken, found '%s'.".formatted(frame));
    }
  }

  /** A text without a frame. */
  ColumnText(String template, Optional<Pattern> pattern) {
    this(template, pattern, TAKEN);
  }

  /** The columns it is made of. */
  List<String> columns() {
    if (template.isEmpty()) {
      return List.of();
    }
    Matcher matcher = COLUMN.matcher(template);
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names.isEmpty() ? List.of(template) : names;
  }

  /**
   * The text of a table's present row.
   *
   * @param table whose columns are looked up once
   */
  Function<TableRows, String> in(TableColumns table) {
    List<Integer> indices = columns().stream().map(table::index).toList();
    if (indices.isEmpty()) {
      return row -> "";
    }
    boolean single = !COLUMN.matcher(template).find();
    boolean framed = !frame.equals(TAKEN);
    return row -> {
      String text = single ? row.field(indices.get(0)) : filled(row, indices);
      String taken = pattern.map(each -> part(each, text, row)).orElse(text);
      return framed ? frame.replace(TAKEN, taken) : taken;
    };
  }

  private String filled(TableRows row, List<Integer> indices) {
    Matcher matcher = COLUMN.matcher(template);
    StringBuilder text = new StringBuilder();
    for (int index : indices) {
      matcher.find();
      String field = row.field(index);
      int length = matcher.group(2) == null ? field.length() : Integer.parseInt(matcher.group(2));
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(field.substring(0, Math.min(length, field.length()))));
    }
    return matcher.appendTail(text).toString();
  }

  private static String part(Pattern pattern, String text, TableRows row) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new DataException(
          "%s has \"%s\", which does not match the pattern %s of the description; correct one of them."
              .formatted(row.where(), text, pattern));
    }
    return matcher.groupCount() > 0 && matcher.group(1) != null
        ? matcher.group(1)
        : matcher.group();
  }
}
