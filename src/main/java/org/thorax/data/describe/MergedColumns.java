package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table and of those joined to it; of two with the same name the first counts.
 *
 * @param columns from left to right
 */
record MergedColumns(List<ColumnProfile> columns) {
  static MergedColumns of(List<TableProfile> tables) {
    Set<String> names = new HashSet<>();
    List<ColumnProfile> columns = new ArrayList<>();
    for (TableProfile table : tables) {
      table.columns().stream().filter(each -> names.add(each.name())).forEach(columns::add);
    }
    return new MergedColumns(columns);
  }

  /** Those whose names say that they are it. */
  List<ColumnProfile> named(ColumnRole role) {
    return columns.stream().filter(each -> each.filled() > 0 && role.fits(each.name())).toList();
  }

  Optional<ColumnProfile> column(String name) {
    return columns.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
