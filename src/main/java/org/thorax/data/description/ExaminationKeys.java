package org.thorax.data.description;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.formats.io.YamlValue;

/**
 * The keys {@code view}, {@code age} and {@code sex} of a description.
 *
 * @param keys all keys of the description
 */
record ExaminationKeys(Map<String, YamlValue> keys) {
  ExaminationRule rule() {
    Optional<Map<String, YamlValue>> view =
        value("view")
            .map(each -> each.map(DescriptionFile.keys("column frontal lateral projection")));
    Optional<YamlValue> age = value("age");
    Map<String, YamlValue> years =
        age.filter(ExaminationKeys::isDifference)
            .map(each -> each.map(DescriptionFile.keys("born taken")))
            .orElse(Map.of());
    return new ExaminationRule(
        view.map(
            each -> {
              if (!each.containsKey("column")) {
                throw keys.get("view").wrong("lacks the key 'column'");
              }
              return DescriptionFile.text(each.get("column"));
            }),
        view.map(each -> DescriptionFile.texts(each.get("frontal"))).orElse(List.of()),
        view.map(each -> DescriptionFile.texts(each.get("lateral"))).orElse(List.of()),
        view.map(each -> each.get("projection")).map(DescriptionFile::text),
        age.filter(each -> !isDifference(each)).map(DescriptionFile::text),
        Optional.ofNullable(years.get("born")).map(DescriptionFile::text),
        Optional.ofNullable(years.get("taken")).map(DescriptionFile::text),
        value("sex").map(ExaminationKeys::sex));
  }

  /** Whether an age is the difference of two years, and not a text. */
  private static boolean isDifference(YamlValue age) {
    return age.isMap() && !age.map().containsKey("from") && !age.map().containsKey("header");
  }

  /** A column, or a column and what stands there for each sex. */
  private static SexColumn sex(YamlValue value) {
    if (!value.isMap() || !value.map().containsKey("column")) {
      return new SexColumn(DescriptionFile.text(value), List.of(), List.of());
    }
    Map<String, YamlValue> parts = value.map(DescriptionFile.keys("column female male"));
    return new SexColumn(
        DescriptionFile.text(parts.get("column")),
        DescriptionFile.texts(parts.get("female")),
        DescriptionFile.texts(parts.get("male")));
  }

  private Optional<YamlValue> value(String name) {
    return Optional.ofNullable(keys.get(name));
  }
}
