package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Labels as names in one column: one a row, or several in one cell. */
final class LabelNames {
  private static final List<String> SEPARATORS = List.of("|", ";", ",", "/", "+");
  private static final Pattern QUOTED = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"([^\"]*)\"");
  private static final String PYTHON = "[";

  /** Names of findings are no sentences. */
  private static final int MOST_WORDS = 7;

  private static final int MOST_NAMES = 400;
  private static final int MOST_CLASSES = 30;
  private static final int ROLE = 15;
  private static final int EACH_KNOWN = 3;
  private static final int NUMBERED = 4;

  private LabelNames() {}

  /** All readings of the columns that may be labels. */
  static List<LabelGuess> of(List<ColumnProfile> columns, TableProfile table) {
    Map<ColumnProfile, String> separators = new LinkedHashMap<>();
    for (ColumnProfile each : columns) {
      boolean named = ColumnRole.FINDING.fits(each.name());
      if (each.filled() > 0 && (named || !ColumnRole.isNoLabel(each.name()))) {
        separator(each).ifPresent(with -> separators.put(each, with));
      }
    }
    // Large tables are read once more for all columns together.
    List<String> many =
        separators.keySet().stream()
            .filter(ColumnProfile::hasMore)
            .map(ColumnProfile::name)
            .toList();
    Map<String, Map<String, Integer>> counted = many.isEmpty() ? Map.of() : table.counts(many);
    List<LabelGuess> guesses = new ArrayList<>();
    separators.forEach(
        (column, with) ->
            guess(column, counted.getOrDefault(column.name(), column.values()), table, with)
                .ifPresent(guesses::add));
    return guesses;
  }

  /** What is between the names in a cell; "" for one name a cell, empty for other columns. */
  private static Optional<String> separator(ColumnProfile column) {
    Set<String> cells = column.values().keySet();
    if (cells.stream().allMatch(cell -> cell.startsWith("[") && cell.endsWith("]"))) {
      return Optional.of(PYTHON);
    }
    boolean labels = cells.stream().allMatch(cell -> ValueWords.label(cell).isPresent());
    if (labels) {
      return Optional.empty();
    }
    for (String each : SEPARATORS) {
      // "Nodule/Mass" is one name; with several names, single ones are cells of their own.
      boolean several =
          cells.stream()
              .filter(cell -> cell.contains(each))
              .anyMatch(
                  cell ->
                      split(cell, each).stream()
                          .anyMatch(name -> cells.contains(name) || each.equals("|")));
      if (several) {
        return Optional.of(each);
      }
    }
    return column.hasFew() ? Optional.of("") : Optional.empty();
  }

  static List<String> split(String cell, String separator) {
    if (separator.isEmpty()) {
      return List.of(cell);
    }
    List<String> names = new ArrayList<>();
    if (separator.equals(PYTHON)) {
      Matcher matcher = QUOTED.matcher(cell);
      while (matcher.find()) {
        names.add((matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).strip());
      }
    } else {
      for (String name : cell.split(Pattern.quote(separator), -1)) {
        names.add(name.strip());
      }
    }
    names.removeIf(String::isEmpty);
    return names;
  }

  private static Optional<LabelGuess> guess(
      ColumnProfile column, Map<String, Integer> cells, TableProfile table, String separator) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    cells.forEach(
        (cell, count) ->
            split(cell, separator).forEach(name -> counts.merge(name, count, Integer::sum)));
    boolean role = ColumnRole.FINDING.fits(column.name());
    long known =
        counts.keySet().stream()
            .filter(name -> ValueWords.isFinding(name) || ValueWords.isNoFinding(name))
            .count();
    long sentences =
        counts.keySet().stream().filter(name -> name.split("\\s+", -1).length > MOST_WORDS).count();
    boolean list = !separator.isEmpty();
    boolean names =
        counts.size() >= (list ? 1 : 2)
            && counts.size() <= MOST_NAMES
            && 20 * sentences <= counts.size()
            && (list || counts.size() < column.filled())
            && (role || 2 * column.filled() >= table.rows())
            && (role || (list ? 3 * known >= counts.size() : 2 * known >= counts.size()));
    if (!names || (column.isNumeric() && !role)) {
      return Optional.empty();
    }
    int score =
        column.isNumeric()
            ? NUMBERED
            : (role ? ROLE : 0) + EACH_KNOWN * (int) Math.min(10, known) + (list ? 1 : 0);
    return score == 0 ? Optional.empty() : Optional.of(written(column, separator, counts, score));
  }

  private static LabelGuess written(
      ColumnProfile column, String separator, Map<String, Integer> counts, int score) {
    boolean list = !separator.isEmpty();
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "%s in column %s, %d different: %s."
            .formatted(
                list
                    ? separator.equals(PYTHON)
                        ? "Findings as Python's lists"
                        : "Findings separated by " + separator
                    : "One finding a row",
                column.name(),
                counts.size(),
                some(counts)));
    List<String> none = counts.keySet().stream().filter(ValueWords::isNoFinding).sorted().toList();
    List<String> classes =
        counts.keySet().stream()
            .filter(name -> !none.contains(name))
            .sorted(
                Comparator.comparing((String name) -> -counts.get(name))
                    .thenComparing(name -> name.toLowerCase(Locale.ROOT)))
            .toList();
    boolean many = classes.size() > MOST_CLASSES;
    List<String> taken = many ? classes.subList(0, MOST_CLASSES) : classes;
    if (!none.isEmpty()) {
      reasons.add("%s: no finding at all, hence no class.".formatted(String.join(", ", none)));
    }
    if (many) {
      reasons.add(
          "The %d most frequent are classes; the other %d are ignored: add what you need."
              .formatted(MOST_CLASSES, classes.size() - MOST_CLASSES));
    }
    if (column.blanks() > 0) {
      reasons.add(
          "%d cells are blank, which is unlabelled and not negative.".formatted(column.blanks()));
    }
    if (column.isNumeric()) {
      reasons.add("The classes are numbers; give them names: {Effusion: \"1\"}.");
    }
    List<String> lines = new ArrayList<>();
    lines.add((list ? "list: " : "class: ") + YamlText.text(column.name()));
    if (list && !separator.equals("|") && !separator.equals(PYTHON)) {
      lines.add("separator: " + YamlText.text(separator));
    }
    if (!none.isEmpty()) {
      lines.add("none: " + YamlText.list(none));
    }
    if (many) {
      lines.add("others: ignore");
    }
    lines.add("classes:");
    taken.forEach(name -> lines.add("  - " + YamlText.text(name)));
    return new LabelGuess(
        score,
        (list ? "list: " : "class: ") + YamlText.text(column.name()),
        Set.of(column.name()),
        lines,
        reasons,
        !list);
  }

  private static String some(Map<String, Integer> counts) {
    List<String> names =
        counts.keySet().stream()
            .sorted(Comparator.comparing((String name) -> -counts.get(name)))
            .limit(5)
            .map(name -> name + " " + counts.get(name) + "x")
            .toList();
    return String.join(", ", names) + (counts.size() > names.size() ? ", ..." : "");
  }
}
