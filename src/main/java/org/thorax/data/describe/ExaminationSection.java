package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.data.Examination;
import org.thorax.data.View;

/** The keys {@code view}, {@code age} and {@code sex} of a description. */
record ExaminationSection(MergedColumns columns, Set<String> taken) {
  private static final double MOST = 0.8;
  private static final String YEAR = "^.*?((?:19|20)[0-9]{2})|^.*$";

  /** Copies the columns that are something else. */
  ExaminationSection {
    taken = Set.copyOf(taken);
  }

  void write(YamlText yaml) {
    view(yaml);
    age(yaml);
    sex(yaml);
  }

  private List<ColumnProfile> named(ColumnRole role) {
    return columns.named(role).stream().filter(each -> !taken.contains(each.name())).toList();
  }

  private static boolean isView(String value) {
    return ValueWords.view(value) != View.UNKNOWN;
  }

  private void view(YamlText yaml) {
    List<ColumnProfile> named =
        named(ColumnRole.VIEW).stream()
            .filter(each -> each.values().keySet().stream().anyMatch(ExaminationSection::isView))
            .toList();
    // L and R alone are sides, not views.
    List<ColumnProfile> byValues =
        columns.columns().stream()
            .filter(each -> !taken.contains(each.name()) && each.hasFew())
            .filter(each -> each.share(ExaminationSection::isView) == 1)
            .filter(each -> each.share(value -> value.length() > 1) > 0)
            .filter(each -> each.values().size() <= 12)
            .toList();
    Optional<ColumnProfile> found =
        named.stream()
            .max(Comparator.comparing(ExaminationSection::views))
            .or(() -> byValues.stream().findFirst());
    if (found.isEmpty()) {
      yaml.comment(
          "No column with the view (PA, AP, lateral) was found; all images are trained on.");
      return;
    }
    List<String> front = new ArrayList<>();
    List<String> side = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String value : found.get().values().keySet()) {
      View view = ValueWords.view(value);
      (view == View.FRONTAL ? front : view == View.LATERAL ? side : unknown).add(value);
    }
    yaml.comment(
        "The view, by %s%s."
            .formatted(
                named.isEmpty() ? "the column's values" : "the column's name and values",
                unknown.isEmpty()
                    ? ""
                    : "; of no known view: "
                        + String.join(", ", unknown.subList(0, Math.min(8, unknown.size())))));
    yaml.line(
        "view: {column: %s, frontal: %s, lateral: %s}"
            .formatted(
                YamlText.text(found.get().name()), YamlText.list(front), YamlText.list(side)));
    if (!side.isEmpty()) {
      yaml.comment(
          "Lateral views are read, too; for frontal ones alone: rows: {%s: %s}"
              .formatted(YamlText.text(found.get().name()), YamlText.list(front)));
    }
  }

  /** How many rows have a view that is known. */
  private static int views(ColumnProfile column) {
    return column.values().entrySet().stream()
        .filter(each -> isView(each.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private void age(YamlText yaml) {
    Optional<ColumnProfile> age =
        named(ColumnRole.AGE).stream()
            .filter(each -> each.share(value -> Examination.age(value).isPresent()) >= MOST)
            .findFirst();
    if (age.isPresent()) {
      yaml.comment("The age in years, by the column's name and values.");
      yaml.line("age: " + YamlText.text(age.get().name()));
      return;
    }
    Optional<ColumnProfile> born = dated(ColumnRole.BORN, Set.of());
    Optional<ColumnProfile> study =
        born.flatMap(each -> dated(ColumnRole.TAKEN, Set.of(each.name())));
    if (born.isPresent() && study.isPresent()) {
      yaml.comment("The age is the year of the film less the year of birth.");
      yaml.line("age: {born: %s, taken: %s}".formatted(year(born.get()), year(study.get())));
      return;
    }
    List<String> named = named(ColumnRole.AGE).stream().map(ColumnProfile::name).toList();
    yaml.comment(
        named.isEmpty()
            ? "No column with the age was found."
            : "Most values of %s are no ages in years.".formatted(String.join(", ", named)));
  }

  private Optional<ColumnProfile> dated(ColumnRole role, Set<String> but) {
    return named(role).stream()
        .filter(each -> !but.contains(each.name()))
        .filter(each -> each.share(value -> value.matches(".*(19|20)[0-9]{2}.*")) >= MOST)
        .min(Comparator.comparing(each -> isOfTheStudy(each) ? 0 : 1));
  }

  private static boolean isOfTheStudy(ColumnProfile column) {
    return Words.of(column.name())
        .contains(List.of("study", "exam", "acquisition", "untersuchung", "aufnahme", "estudio"));
  }

  /** The column, or its year where it does not begin with it. */
  private static String year(ColumnProfile column) {
    boolean first =
        column.share(value -> value.matches("(19|20)[0-9]{2}([^0-9].*|[0-9]{4})?")) == 1;
    return first
        ? YamlText.text(column.name())
        : "{from: %s, pattern: %s}".formatted(YamlText.text(column.name()), YamlText.text(YEAR));
  }

  private void sex(YamlText yaml) {
    List<ColumnProfile> named = named(ColumnRole.SEX);
    for (ColumnProfile each : named) {
      boolean mujer = isHombreOrMujer(each);
      List<String> female =
          each.values().keySet().stream()
              .filter(value -> mujer ? value.equalsIgnoreCase("m") : ValueWords.isFemale(value))
              .toList();
      List<String> male =
          each.values().keySet().stream()
              .filter(value -> ValueWords.isMale(value) && !female.contains(value))
              .toList();
      if (!female.isEmpty() || !male.isEmpty()) {
        write(each, female, male, yaml);
        return;
      }
    }
    yaml.comment(
        named.isEmpty()
            ? "No column with the sex was found."
            : "The values of %s do not say which sex is meant (%s); if you know: sex: {column: %s, female: [...], male: [...]}"
                .formatted(
                    named.get(0).name(),
                    String.join(", ", named.get(0).values().keySet().stream().limit(5).toList()),
                    YamlText.text(named.get(0).name())));
  }

  /** Where H is hombre, M is mujer and not male. */
  private static boolean isHombreOrMujer(ColumnProfile column) {
    return column.values().keySet().stream().anyMatch("h"::equalsIgnoreCase)
        && column.values().keySet().stream().noneMatch(ValueWords::isFemale);
  }

  private static void write(
      ColumnProfile column, List<String> female, List<String> male, YamlText yaml) {
    boolean usual =
        female.stream().allMatch(value -> Examination.sex(value).equals("Female"))
            && male.stream().allMatch(value -> Examination.sex(value).equals("Male"));
    int unknown = column.values().size() - female.size() - male.size();
    yaml.comment(
        "The sex, by the column's name and values%s."
            .formatted(
                unknown > 0
                    ? String.format(Locale.ROOT, "; %d other values are unknown", unknown)
                    : ""));
    yaml.line(
        usual
            ? "sex: " + YamlText.text(column.name())
            : "sex: {column: %s, female: %s, male: %s}"
                .formatted(
                    YamlText.text(column.name()), YamlText.list(female), YamlText.list(male)));
  }
}
