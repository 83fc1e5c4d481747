package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.thorax.data.describe.ValueWords.Meaning;

/** Labels with a column a class: 1 and 0, yes and no, x and blank. */
final class LabelColumns {
  private static final int KNOWN = 13;
  private static final int MOST = 10;
  private static final int TARGET = 12;
  private static final int FEW = 6;

  private LabelColumns() {}

  /**
   * Recognizes them.
   *
   * @param columns that may be labels
   */
  static Optional<LabelGuess> of(List<ColumnProfile> columns) {
    List<ColumnProfile> labels = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (ColumnProfile each : columns) {
      if (!saysLabels(each)) {
        continue;
      }
      String why = reasonAgainst(each);
      if (why.isEmpty()) {
        labels.add(each);
      } else {
        left.add(each.name() + " (" + why + ")");
      }
    }
    return labels.isEmpty() ? Optional.empty() : chosen(columns, labels, left);
  }

  /**
   * Flags of a machine or of a record have the same values as labels. Without any known name, they
   * must be most of what the table has; beside known ones, they must not be more.
   */
  private static Optional<LabelGuess> chosen(
      List<ColumnProfile> columns, List<ColumnProfile> labels, List<String> left) {
    List<ColumnProfile> known =
        labels.stream()
            .filter(
                each -> ValueWords.isFinding(each.name()) || ColumnRole.FINDING.fits(each.name()))
            .toList();
    int unknown = labels.size() - known.size();
    if (known.isEmpty()) {
      long others = columns.stream().filter(each -> !ColumnRole.isNoLabel(each.name())).count();
      return 2L * unknown < others ? Optional.empty() : Optional.of(guess(labels, left));
    }
    if (unknown <= known.size()) {
      return Optional.of(guess(labels, left));
    }
    List<String> more = new ArrayList<>(left);
    labels.stream()
        .filter(each -> !known.contains(each))
        .forEach(each -> more.add(each.name() + " (not known as the name of a finding)"));
    return Optional.of(guess(known, more));
  }

  /** Columns that are findings by their names, but have a few other values than labels have. */
  static List<String> nearMisses(TableProfile table) {
    return table.columns().stream()
        .filter(each -> ValueWords.isFinding(each.name()) && !ColumnRole.isNoLabel(each.name()))
        .filter(each -> each.hasFew() && each.values().size() <= FEW && !saysLabels(each))
        .filter(each -> each.share(value -> ValueWords.label(value).isPresent()) > 0)
        .map(each -> each.name() + " (" + String.join(", ", each.values().keySet()) + ")")
        .toList();
  }

  private static boolean saysLabels(ColumnProfile column) {
    return column.hasFew()
        && column.values().keySet().stream().allMatch(v -> ValueWords.label(v).isPresent());
  }

  private static boolean has(ColumnProfile column, Meaning meaning) {
    return column.values().keySet().stream()
        .anyMatch(value -> ValueWords.label(value).equals(Optional.of(meaning)));
  }

  private static String reasonAgainst(ColumnProfile column) {
    if (ColumnRole.isNoLabel(column.name()) && !ValueWords.isFinding(column.name())) {
      return "its name says that it is no finding";
    }
    if (!has(column, Meaning.POSITIVE)) {
      return "no row is positive";
    }
    return column.blanks() == 0 && column.values().size() == 1 ? "all rows are equal" : "";
  }

  private static LabelGuess guess(List<ColumnProfile> labels, List<String> left) {
    Map<Meaning, Set<String>> values = values(labels);
    List<String> reasons = new ArrayList<>();
    List<String> names = labels.stream().map(ColumnProfile::name).toList();
    List<String> unknown = names.stream().filter(name -> !ValueWords.isFinding(name)).toList();
    int known = names.size() - unknown.size();
    boolean target = names.size() == 1 && ColumnRole.FINDING.fits(names.get(0));
    reasons.add(
        "%s: every value is %s."
            .formatted(
                names.size() == 1
                    ? "One column is a class"
                    : "A column a class, %d of them".formatted(names.size()),
                words(values, labels)));
    boolean blankIsNegative =
        values.get(Meaning.NEGATIVE).isEmpty() && labels.stream().anyMatch(c -> c.blanks() > 0);
    if (blankIsNegative) {
      reasons.add(
          "No value means negative, so a blank cell is. If blank means that nobody has looked, the columns have no negative images.");
      values.get(Meaning.NEGATIVE).add("");
    }
    if (target) {
      reasons.add("Give the class its name in place of '%s'.".formatted(names.get(0)));
    } else if (!unknown.isEmpty()) {
      reasons.add(
          "Not known as the names of findings: %s. Remove those that are none."
              .formatted(String.join(", ", unknown)));
    }
    if (!left.isEmpty()) {
      reasons.add(
          "Columns with such values that were left out: %s.".formatted(YamlText.some(left)));
    }
    List<String> lines = new ArrayList<>(List.of("columns:"));
    names.forEach(name -> lines.add("  - " + YamlText.text(name)));
    lines.add("positive: " + quoted(values.get(Meaning.POSITIVE)));
    lines.add("negative: " + quoted(values.get(Meaning.NEGATIVE)));
    lines.add("uncertain: " + quoted(values.get(Meaning.UNCERTAIN)));
    if (!blankIsNegative) {
      values.get(Meaning.BLANK).add("");
    }
    lines.add("blank: " + quoted(values.get(Meaning.BLANK)));
    int score = target ? TARGET : KNOWN * known + Math.min(names.size(), MOST);
    return new LabelGuess(
        score,
        "a column a class " + YamlText.list(names),
        Set.copyOf(names),
        lines,
        reasons,
        false);
  }

  private static Map<Meaning, Set<String>> values(List<ColumnProfile> labels) {
    Map<Meaning, Set<String>> values = new EnumMap<>(Meaning.class);
    for (Meaning each : Meaning.values()) {
      values.put(each, new TreeSet<>());
    }
    Set<String> all = new LinkedHashSet<>();
    labels.forEach(each -> all.addAll(each.values().keySet()));
    all.forEach(value -> values.get(ValueWords.label(value).orElseThrow()).add(value));
    return values;
  }

  private static String words(Map<Meaning, Set<String>> values, List<ColumnProfile> labels) {
    String all = values.values().stream().flatMap(Set::stream).collect(Collectors.joining(", "));
    return labels.stream().anyMatch(each -> each.blanks() > 0) ? all + " or blank" : all;
  }

  /** Numbers in quotes as well: the reader takes all as texts. */
  private static String quoted(Set<String> values) {
    return values.stream()
        .map(each -> "\"" + each.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
