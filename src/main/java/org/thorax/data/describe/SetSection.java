package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.data.describe.ValueWords.SetName;

/** The key {@code sets} of a description: a column with the set of a row. */
final class SetSection {
  private SetSection() {}

  /** Writes it, when there is such a column. */
  static void write(MergedColumns columns, Set<String> taken, YamlText yaml) {
    List<String> refused = new ArrayList<>();
    for (ColumnProfile each : columns.named(ColumnRole.SET)) {
      if (taken.contains(each.name())) {
        continue;
      }
      Optional<Map<SetName, List<String>>> sets = sets(each);
      if (sets.isPresent()) {
        write(each.name(), sets.get(), yaml);
        return;
      }
      refused.add(each.name());
    }
    yaml.comment(
        refused.isEmpty()
            ? "No column and no table says which set an image is in; the sets are split off by patient."
            : "Values of %s do not say which set they mean (train, validation, test); the sets are split off by patient."
                .formatted(String.join(", ", refused)));
  }

  private static Optional<Map<SetName, List<String>>> sets(ColumnProfile column) {
    Map<SetName, List<String>> sets = new EnumMap<>(SetName.class);
    for (SetName each : SetName.values()) {
      sets.put(each, new ArrayList<>());
    }
    if (!column.hasFew() || column.values().size() < 2) {
      return Optional.empty();
    }
    for (String value : column.values().keySet()) {
      Optional<SetName> set = ValueWords.set(value);
      if (set.isEmpty()) {
        return Optional.empty();
      }
      sets.get(set.get()).add(value);
    }
    return Optional.of(sets);
  }

  private static void write(String column, Map<SetName, List<String>> sets, YamlText yaml) {
    List<String> train = sets.get(SetName.TRAIN);
    List<String> validation = sets.get(SetName.VALIDATION);
    List<String> test = sets.get(SetName.TEST);
    yaml.comment("The column says which set a row is in; rows where it is blank are not read.");
    if (train.isEmpty()) {
      yaml.comment("No value means training, so the validation set is trained on.");
      yaml.line(
          "sets: {column: %s, train: %s, test: %s}"
              .formatted(YamlText.text(column), YamlText.list(validation), YamlText.list(test)));
    } else if (test.isEmpty()) {
      yaml.comment(
          "No value means test, so the validation set is it; another one is split off by patient.");
      yaml.line(
          "sets: {column: %s, train: %s, test: %s}"
              .formatted(YamlText.text(column), YamlText.list(train), YamlText.list(validation)));
    } else {
      yaml.line(
          "sets: {column: %s, train: %s%s, test: %s}"
              .formatted(
                  YamlText.text(column),
                  YamlText.list(train),
                  validation.isEmpty() ? "" : ", validation: " + YamlText.list(validation),
                  YamlText.list(test)));
    }
  }
}
