package org.thorax.data.description;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.data.TableRows;

/** The raw labels of a table's present row, in the order of the classes asked for. */
final class LabelReader {
  private static final Pattern QUOTED = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"([^\"]*)\"");

  private static final int MAX_KEPT = 16;

  private LabelReader() {}

  /**
   * A function of rows.
   *
   * @param classes in the order wanted, all of them the rule's
   */
  static Function<TableRows, float[]> of(LabelRule rule, List<String> classes, TableColumns table) {
    return rule.form() == LabelRule.Form.COLUMNS
        ? columns(rule, classes, table)
        : findings(rule, classes, table);
  }

  private static Function<TableRows, float[]> columns(
      LabelRule rule, List<String> classes, TableColumns table) {
    int[] indices =
        classes.stream().mapToInt(name -> table.index(rule.sources().get(name).get(0))).toArray();
    LabelValues.Lookup lookup = rule.values().lookup();
    // Few different values stand in many rows; masks in run lengths are not kept.
    Map<String, Optional<Float>> seen = new HashMap<>();
    return row -> {
      float[] labels = new float[indices.length];
      for (int i = 0; i < labels.length; i++) {
        String text = row.field(indices[i]);
        String name = classes.get(i);
        labels[i] =
            (text.length() <= MAX_KEPT ? seen.computeIfAbsent(text, lookup::of) : lookup.of(text))
                .orElseThrow(
                    () ->
                        new DataException(
                            "%s has \"%s\" as the label of %s; the description knows %s."
                                .formatted(row.where(), text, name, rule.values().describe())));
      }
      return labels;
    };
  }

  private static Function<TableRows, float[]> findings(
      LabelRule rule, List<String> classes, TableColumns table) {
    int column = table.index(rule.column());
    Map<String, Set<Integer>> classesOf = classesOf(rule, classes);
    return row -> {
      float[] labels = new float[classes.size()];
      List<String> found = split(rule, row.field(column));
      if (found.isEmpty() && rule.others() == LabelRule.Others.REQUIRE) {
        throw new DataException(
            "%s has no finding in column \"%s\"; write one of %s."
                .formatted(row.where(), rule.column(), rule.sources().keySet()));
      }
      if (found.isEmpty()) {
        Arrays.fill(labels, Float.NaN); // nobody has labelled it, which is not "no finding"
      }
      for (String finding : found) {
        Set<Integer> meant = classesOf.get(finding);
        if (meant == null && rule.others() != LabelRule.Others.IGNORE) {
          throw new DataException(
              "%s has the finding \"%s\" in column \"%s\", which the description does not know; known are %s. Add it, or write 'others: ignore'."
                  .formatted(row.where(), finding, rule.column(), rule.sources().keySet()));
        }
        if (meant != null) {
          meant.forEach(index -> labels[index] = 1);
        }
      }
      return labels;
    };
  }

  /** The classes that a finding's name means; none for no finding and for classes not asked for. */
  private static Map<String, Set<Integer>> classesOf(LabelRule rule, List<String> classes) {
    Map<String, Set<Integer>> classesOf = new HashMap<>();
    rule.none().forEach(name -> classesOf.put(name, new HashSet<>()));
    rule.sources()
        .forEach(
            (name, names) -> {
              int index = classes.indexOf(name);
              for (String each : names) {
                Set<Integer> meant = classesOf.computeIfAbsent(each, same -> new HashSet<>());
                if (index >= 0) {
                  meant.add(index);
                }
              }
            });
    return classesOf;
  }

  private static List<String> split(LabelRule rule, String cell) {
    if (rule.form() == LabelRule.Form.CLASS) {
      return cell.isEmpty() ? List.of() : List.of(cell);
    }
    if (cell.startsWith("[") && cell.endsWith("]")) {
      return quoted(cell);
    }
    return Arrays.stream(cell.split(Pattern.quote(rule.separator()), -1))
        .map(String::strip)
        .filter(finding -> !finding.isEmpty())
        .toList();
  }

  /** The texts of a list that Python has printed. */
  private static List<String> quoted(String cell) {
    List<String> findings = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(cell);
    while (matcher.find()) {
      String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      if (!text.isBlank()) {
        findings.add(text.strip());
      }
    }
    return findings;
  }
}
