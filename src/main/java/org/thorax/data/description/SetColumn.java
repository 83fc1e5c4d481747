package org.thorax.data.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column that says in which set a row is.
 *
 * @param column with the set's name
 * @param train its values for training
 * @param validation its values for validation; empty when the set is split off
 * @param test its values for the test; empty when the set is split off
 */
record SetColumn(
    ColumnText column, List<String> train, List<String> validation, List<String> test) {
  /** Copies the lists. */
  SetColumn {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /** The values of a set; empty when the column has none for it. */
  List<String> values(DatasetPart part) {
    return switch (part) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }

  /** The rows of all sets. */
  RowFilter filter() {
    List<String> all = new ArrayList<>(train);
    all.addAll(validation);
    all.addAll(test);
    return new RowFilter(column, all, Optional.empty(), false);
  }

  /** The rows of a set; empty when the column has no values for it. */
  Optional<RowFilter> filter(DatasetPart part) {
    return Optional.of(values(part))
        .filter(values -> !values.isEmpty())
        .map(values -> new RowFilter(column, values, Optional.empty(), false));
  }
}
