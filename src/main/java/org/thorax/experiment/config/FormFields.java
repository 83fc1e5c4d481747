package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** The keys of an object in a benchmark's form, each read once, with errors that name the place. */
final class FormFields {
  private final JsonNode tree;
  private final String place;
  private final Set<String> read = new HashSet<>();

  /**
   * The keys of {@code tree}.
   *
   * @param place what stands before a key in errors: {@code labels.}
   */
  FormFields(JsonNode tree, String place) {
    this.tree = tree;
    this.place = place;
    if (!tree.isObject()) {
      throw new ConfigurationException(
          "benchmark",
          "Expected keys and values in the benchmark's %s, found %s."
              .formatted(place.isEmpty() ? "form" : place.substring(0, place.length() - 1), tree));
    }
  }

  /** The keys in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The keys within a key; none when it is not there. */
  FormFields fields(String name) {
    return new FormFields(
        has(name) ? value(name) : JsonNodeFactory.instance.objectNode(), place + name + ".");
  }

  boolean isTree(String name) {
    return tree.path(name).isObject();
  }

  /** These, if {@code name} is among them. */
  FormFields required(String name) {
    if (!has(name)) {
      throw new ConfigurationException(
          "benchmark", "The benchmark lacks %s%s.".formatted(place, name));
    }
    return this;
  }

  String text(String name) {
    return required(name).text(name, "");
  }

  String text(String name, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!value(name).isTextual()) {
      throw wrong(name, "a text");
    }
    return value(name).textValue();
  }

  /** A list of texts; empty when it is not there. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (has(name)) {
      if (!value(name).isArray()) {
        throw wrong(name, "a list");
      }
      for (JsonNode each : value(name)) {
        if (!each.isTextual()) {
          throw wrong(name, "a list of texts");
        }
        texts.add(each.textValue());
      }
    }
    return texts;
  }

  boolean truth(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!value(name).isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value(name).booleanValue();
  }

  double number(String name, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!value(name).isNumber()) {
      throw wrong(name, "a number");
    }
    return value(name).doubleValue();
  }

  int whole(String name, int otherwise) {
    if (has(name) && !value(name).canConvertToInt()) {
      throw wrong(name, "a whole number");
    }
    return Math.toIntExact(longNumber(name, otherwise));
  }

  long longNumber(String name, long otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!value(name).canConvertToExactIntegral() || !value(name).canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return value(name).longValue();
  }

  Object numberOrTruth(String name) {
    JsonNode value = value(name);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return number(name, 0);
  }

  /** A value of an enumeration, in small letters. */
  <E extends Enum<E>> E word(String name, Class<E> kind, E otherwise) {
    String text = text(name, otherwise.name().toLowerCase(Locale.ROOT));
    return Arrays.stream(kind.getEnumConstants())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    name,
                    Arrays.stream(kind.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "))));
  }

  /** Refuses a key that nothing has asked for. */
  void requireNoOther() {
    requireAmong(read);
  }

  /** Refuses a key that is not one of these. */
  void requireAmong(Set<String> known) {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            "benchmark",
            "The benchmark's form has no key %s%s; known here: %s%s"
                .formatted(
                    place,
                    name,
                    String.join(", ", known.stream().sorted().toList()),
                    NearestName.of(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(".")));
      }
    }
  }

  ThoraxException wrong(String name, String expected) {
    return new ConfigurationException(
        "benchmark",
        "Expected %s for %s%s of the benchmark, found %s."
            .formatted(expected, place, name, tree.get(name)));
  }

  private boolean has(String name) {
    read.add(name);
    return tree.hasNonNull(name);
  }

  private JsonNode value(String name) {
    read.add(name);
    return tree.get(name);
  }
}
