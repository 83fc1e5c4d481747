package org.thorax.data.description;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.data.description.LabelRule.Form;
import org.thorax.data.description.LabelRule.Others;
import org.thorax.data.description.LabelRule.Repeats;
import org.thorax.data.description.LabelRule.Vote;
import org.thorax.formats.io.YamlValue;

/** The key {@code labels} of a description. */
final class LabelSection {
  private final YamlValue section;
  private final Map<String, YamlValue> keys;

  LabelSection(YamlValue section) {
    this.section = section;
    this.keys =
        section.map(
            DescriptionFile.keys(
                "columns list class classes positive negative uncertain blank separator none others"
                    + " repeated reader only"));
  }

  LabelRule rule() {
    Form form = form();
    String key = form.name().toLowerCase(Locale.ROOT);
    boolean columns = form == Form.COLUMNS;
    refuseOthers(columns);
    return new LabelRule(
        form,
        columns ? "" : keys.get(key).text(),
        columns ? columns(keys.get(key)) : sources(required("classes")),
        columns ? values() : LabelValues.USUAL,
        keys.containsKey("separator") ? keys.get("separator").text() : "|",
        DescriptionFile.texts(keys.get("none")),
        one(Others.class, "others", Others.REFUSE),
        new Repeats(
            one(Vote.class, "repeated", Vote.SAME),
            Optional.ofNullable(keys.get("reader")).map(YamlValue::text),
            Optional.ofNullable(keys.get("only")).map(YamlValue::text)));
  }

  private Form form() {
    List<Form> given =
        List.of(Form.values()).stream()
            .filter(form -> keys.containsKey(form.name().toLowerCase(Locale.ROOT)))
            .toList();
    if (given.size() != 1) {
      throw section.wrong(
          "needs one of 'columns' (a column a class), 'list' (all findings in one cell) and 'class' (one finding a row)");
    }
    return given.get(0);
  }

  /** Refuses keys of another form, which would be ignored. */
  private void refuseOthers(boolean columns) {
    List<String> useless =
        columns
            ? List.of("classes", "separator", "none", "others")
            : List.of("positive", "negative", "uncertain", "blank");
    for (String name : useless) {
      if (keys.containsKey(name)) {
        throw keys.get(name).wrong("has no meaning for labels of this form; leave it out");
      }
    }
  }

  private YamlValue required(String name) {
    if (!keys.containsKey(name)) {
      throw section.wrong("lacks the key '%s'".formatted(name));
    }
    return keys.get(name);
  }

  private static Map<String, List<String>> columns(YamlValue value) {
    Map<String, List<String>> columns = sources(value);
    columns.forEach(
        (name, names) -> {
          if (names.size() != 1) {
            throw value.wrong("needs one column for class '%s', found %s".formatted(name, names));
          }
        });
    return columns;
  }

  /** A list of classes, which are called so in the table too, or a class and its names there. */
  private static Map<String, List<String>> sources(YamlValue value) {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    if (value.isMap()) {
      value.map().forEach((name, names) -> sources.put(name, names.texts()));
      return sources;
    }
    for (String name : value.texts()) {
      if (sources.put(name, List.of(name)) != null) {
        throw value.wrong("has the class '%s' twice".formatted(name));
      }
    }
    return sources;
  }

  private LabelValues values() {
    LabelValues usual = LabelValues.USUAL;
    return new LabelValues(
        texts("positive", usual.positive()),
        texts("negative", usual.negative()),
        texts("uncertain", usual.uncertain()),
        texts("blank", usual.blank()));
  }

  private List<String> texts(String name, List<String> otherwise) {
    return keys.containsKey(name) ? keys.get(name).texts() : otherwise;
  }

  private <E extends Enum<E>> E one(Class<E> kind, String name, E otherwise) {
    YamlValue value = keys.get(name);
    if (value == null) {
      return otherwise;
    }
    List<String> known =
        List.of(kind.getEnumConstants()).stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!known.contains(value.text())) {
      throw value.wrong("must be one of " + String.join(", ", known));
    }
    return Enum.valueOf(kind, value.text().toUpperCase(Locale.ROOT));
  }
}
