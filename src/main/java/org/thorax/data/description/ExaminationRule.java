package org.thorax.data.description;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.data.Examination;
import org.thorax.data.TableRows;
import org.thorax.data.View;

/**
 * The columns with a radiograph's view and its patient's age and sex.
 *
 * @param view the column that says whether the view is frontal or lateral: {@code PA}, {@code L},
 *     ...
 * @param frontal values of {@code view} that are frontal views
 * @param lateral values of {@code view} that are lateral views
 * @param projection the column with {@code PA} or {@code AP}, if it is another one
 * @param age the column with the patient's age in years
 * @param born the column with the year of birth, or a date that begins with it; with {@code taken}
 * @param taken the column with the year of the study, or a date that begins with it
 * @param sex the column with the patient's sex
 */
record ExaminationRule(
    Optional<ColumnText> view,
    List<String> frontal,
    List<String> lateral,
    Optional<ColumnText> projection,
    Optional<ColumnText> age,
    Optional<ColumnText> born,
    Optional<ColumnText> taken,
    Optional<SexColumn> sex) {
  /** Nothing is known. */
  static final ExaminationRule NONE =
      new ExaminationRule(
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Copies the lists. */
  ExaminationRule {
    frontal = List.copyOf(frontal);
    lateral = List.copyOf(lateral);
  }

  /** The rule without the columns that a table does not have. */
  ExaminationRule among(TableColumns table) {
    return new ExaminationRule(
        view.filter(table::has),
        frontal,
        lateral,
        projection.map(each -> table.has(each) ? each : ColumnText.BLANK),
        age.filter(table::has),
        born.filter(table::has),
        taken.filter(table::has),
        sex.filter(each -> table.has(each.column())));
  }

  /** The same with another column of the sex. */
  ExaminationRule with(SexColumn other) {
    return new ExaminationRule(
        view, frontal, lateral, projection, age, born, taken, Optional.of(other));
  }

  /** The columns that it reads. */
  Stream<ColumnText> columns() {
    return Stream.of(view, projection, age, born, taken, sex.map(SexColumn::column))
        .flatMap(Optional::stream);
  }

  /** The examination of a table's present row. */
  Function<TableRows, Examination> in(TableColumns table) {
    Set<String> front = lower(frontal);
    Set<String> side = lower(lateral);
    // A view that is not PA, AP or the like is no projection.
    boolean separate = projection.isPresent();
    Function<TableRows, String> viewOf = text(view, table);
    Function<TableRows, String> projectionOf = text(projection, table);
    Function<TableRows, String> ageOf = text(age, table);
    Function<TableRows, String> bornIn = text(born, table);
    Function<TableRows, String> takenIn = text(taken, table);
    Function<TableRows, String> sexOf = sex.map(each -> each.in(table)).orElse(row -> "");
    return row -> {
      String shown = viewOf.apply(row);
      String key = shown.toLowerCase(Locale.ROOT);
      View seen =
          front.contains(key) ? View.FRONTAL : side.contains(key) ? View.LATERAL : View.UNKNOWN;
      OptionalInt years =
          age.isPresent()
              ? Examination.age(ageOf.apply(row))
              : difference(bornIn.apply(row), takenIn.apply(row));
      return new Examination(
          seen, separate ? projectionOf.apply(row) : shown, years, sexOf.apply(row));
    };
  }

  private static Set<String> lower(List<String> values) {
    return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static Function<TableRows, String> text(Optional<ColumnText> rule, TableColumns table) {
    return rule.map(each -> each.in(table)).orElse(row -> "");
  }

  /** The age in the year of the study, 0 to 130. */
  private static OptionalInt difference(String born, String taken) {
    OptionalInt from = year(born);
    OptionalInt to = year(taken);
    return from.isPresent() && to.isPresent()
        ? Examination.age(Integer.toString(to.getAsInt() - from.getAsInt()))
        : OptionalInt.empty();
  }

  private static OptionalInt year(String text) {
    return text.matches("(19|20)[0-9]{2}([^0-9].*|[0-9]{4})?")
        ? OptionalInt.of(Integer.parseInt(text.substring(0, 4)))
        : OptionalInt.empty();
  }
}
