package org.thorax.data.description;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.DataException;
import org.thorax.data.TableRows;

/** The columns of a table by their names. */
final class TableColumns {
  private final TableRows table;
  private final Map<String, Integer> indices = new HashMap<>();

  TableColumns(TableRows table) {
    this.table = table;
    List<String> names = table.names();
    for (int i = 0; i < names.size(); i++) {
      indices.putIfAbsent(names.get(i), i);
    }
  }

  /** The index of a column that the description names. */
  int index(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new DataException(
          "The table %s has no column \"%s\", which the description names, found %s; correct the description."
              .formatted(
                  table.file(),
                  name,
                  table.names().stream().filter(each -> !each.isEmpty()).toList()));
    }
    return index;
  }

  /** Whether there are all columns of a text. */
  boolean has(ColumnText text) {
    return text.columns().stream().allMatch(this::has);
  }

  /** Whether there is such a column. */
  boolean has(String name) {
    return indices.containsKey(name);
  }
}
