package org.thorax.data.description;

import java.util.List;
import org.thorax.ConfigurationException;

/**
 * A second table whose columns are put beside the first one's.
 *
 * @param tables its file relative to the data set's folder, the first that exists
 * @param keys columns of the first table
 * @param foreignKeys columns of the second table that must be equal, in the same order
 * @param required whether a row without partner is an error; else it is left out
 */
record TableJoin(
    List<String> tables, List<String> keys, List<String> foreignKeys, boolean required) {
  /** Checks that the keys belong together. */
  TableJoin {
    tables = List.copyOf(tables);
    keys = List.copyOf(keys);
    foreignKeys = List.copyOf(foreignKeys);
    if (keys.isEmpty() || keys.size() != foreignKeys.size()) {
      throw new ConfigurationException(
          "dataset",
          "A joined table needs as many columns of its own as of the first table, found %s and %s."
              .formatted(foreignKeys, keys));
    }
  }
}
