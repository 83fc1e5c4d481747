package org.thorax.data.description;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.data.Examination;
import org.thorax.data.TableRows;

/**
 * The column with the patient's sex.
 *
 * @param column with the sex
 * @param female its values for women besides f and female
 * @param male its values for men besides m and male
 */
record SexColumn(ColumnText column, List<String> female, List<String> male) {
  /** Copies the lists. */
  SexColumn {
    female = List.copyOf(female);
    male = List.copyOf(male);
  }

  /** {@code Female}, {@code Male} or "" of a table's present row. */
  Function<TableRows, String> in(TableColumns table) {
    Function<TableRows, String> text = column.in(table);
    Set<String> women = keys(female);
    Set<String> men = keys(male);
    return row -> {
      String value = text.apply(row);
      String key = LabelValues.key(value);
      return women.contains(key) ? "Female" : men.contains(key) ? "Male" : Examination.sex(value);
    };
  }

  private static Set<String> keys(List<String> values) {
    return values.stream().map(LabelValues::key).collect(Collectors.toSet());
  }
}
