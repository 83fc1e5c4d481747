package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.data.describe.ValueWords.SetName;

/**
 * Tables with the same columns, one for each set; or one table.
 *
 * @param sets their names by set; all samples are {@link SetName#TRAIN} for one table
 * @param all of their rows
 */
record TableGroup(Map<SetName, String> sets, TableProfile all) {
  /** Groups tables by their columns and by their names: train.csv, valid.csv, test.csv. */
  static List<TableGroup> of(List<TableProfile> tables, ImageIndex index) {
    List<TableGroup> groups = new ArrayList<>();
    List<TableProfile> left = new ArrayList<>(tables);
    for (TableProfile each : tables) {
      if (setOf(each).filter(SetName.TRAIN::equals).isEmpty() || !left.contains(each)) {
        continue;
      }
      Map<SetName, TableProfile> found = new EnumMap<>(SetName.class);
      found.put(SetName.TRAIN, each);
      for (TableProfile other : left) {
        Optional<SetName> set = setOf(other);
        if (set.isPresent() && new HashSet<>(other.names()).equals(new HashSet<>(each.names()))) {
          found.putIfAbsent(set.get(), other);
        }
      }
      if (found.size() > 1) {
        left.removeAll(found.values());
        groups.add(of(found, index));
      }
    }
    left.forEach(each -> groups.add(single(each)));
    return groups;
  }

  /** One table of all samples. */
  static TableGroup single(TableProfile table) {
    return new TableGroup(Map.of(SetName.TRAIN, table.name()), table);
  }

  private static Optional<SetName> setOf(TableProfile table) {
    String path = ImageIndex.stem(table.name());
    return ValueWords.set(ImageIndex.last(path)).or(() -> ValueWords.set(ImageIndex.folder(path)));
  }

  private static TableGroup of(Map<SetName, TableProfile> found, ImageIndex index) {
    List<TableProfile> tables = List.copyOf(found.values());
    TableProfile first = tables.get(0);
    Map<SetName, String> names = new EnumMap<>(SetName.class);
    found.forEach((set, table) -> names.put(set, table.name()));
    return new TableGroup(
        names,
        TableProfile.of(first.name(), first.dialect(), () -> new ChainedRows(tables), index));
  }

  /** Whether it has tables of several sets. */
  boolean isDivided() {
    return sets.size() > 1;
  }

  /** Adds the keys with the tables. */
  void write(YamlText yaml) {
    if (!isDivided()) {
      yaml.line("table: " + YamlText.text(all.name()));
      return;
    }
    yaml.comment("Tables with the same columns; their names say which set each is.");
    yaml.line("table: " + YamlText.text(sets.get(SetName.TRAIN)));
    String validation = sets.get(SetName.VALIDATION);
    String test = sets.get(SetName.TEST);
    if (test == null) {
      yaml.comment(
          "No table is named a test set, so %s is it, and the validation set is split off by patient."
              .formatted(validation));
      yaml.line("test: " + YamlText.text(validation));
      return;
    }
    if (validation != null) {
      yaml.line("validation: " + YamlText.text(validation));
    }
    yaml.line("test: " + YamlText.text(test));
  }
}
