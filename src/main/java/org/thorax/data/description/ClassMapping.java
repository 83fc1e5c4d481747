package org.thorax.data.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * Which class of another data set is meant by an own class: the one that is given, else the one of
 * the same name, else the one with a synonym as its name.
 *
 * @param given other classes by own ones
 */
public record ClassMapping(Map<String, String> given) {
  /** Only equal names and synonyms. */
  public static final ClassMapping NONE = new ClassMapping(Map.of());

  private static final String SETTING = "map";

  /** Copies the map. */
  public ClassMapping {
    given = Map.copyOf(given);
  }

  /**
   * Parses {@code OWN=THEIRS,...}.
   *
   * @throws ThoraxException if it has another form, or an own class twice
   */
  public static ClassMapping parse(String text) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] names = pair.split("=", -1);
      if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
        throw new ConfigurationException(
            SETTING,
            "Expected OWN=THEIRS,..., as in Effusion=\"Pleural Effusion\", found '%s'."
                .formatted(pair.strip()));
      }
      if (given.put(names[0].strip(), names[1].strip()) != null) {
        throw new ConfigurationException(
            SETTING, "The class '%s' is mapped twice; map it once.".formatted(names[0].strip()));
      }
    }
    return new ClassMapping(given);
  }

  /**
   * The other data set's class of each own class.
   *
   * @return own classes without one are left out
   * @throws ThoraxException if two of its classes are synonyms of an own one
   */
  Map<String, String> match(List<String> own, List<String> theirs) {
    return match(own, theirs, false);
  }

  /**
   * The same.
   *
   * @param sameFirst whether an equal name comes before the given one: for several data sets, of
   *     which the mapping is about those without the class
   */
  Map<String, String> match(List<String> own, List<String> theirs, boolean sameFirst) {
    Synonyms synonyms = Synonyms.read();
    Map<String, String> matched = new LinkedHashMap<>();
    own.forEach(
        name ->
            Optional.ofNullable(given.get(name))
                .filter(theirs::contains)
                .filter(other -> !sameFirst || !theirs.contains(name))
                .or(() -> Optional.of(name).filter(theirs::contains))
                .or(() -> synonym(name, synonyms.of(name, theirs)))
                .ifPresent(other -> matched.put(name, other)));
    return matched;
  }

  private static Optional<String> synonym(String name, List<String> found) {
    if (found.size() > 1) {
      throw new ConfigurationException(
          SETTING,
          "The class '%s' could be any of %s; say which with `map` \"%s=%s\"."
              .formatted(name, found, name, found.get(0)));
    }
    return found.stream().findFirst();
  }

  /**
   * Checks that all given classes exist.
   *
   * @param theirs the classes of the other data sets
   * @throws ThoraxException naming the first that does not, and those that do
   */
  void require(List<String> own, List<String> theirs) {
    given.forEach(
        (name, other) -> {
          require(name, own, "there is no class '%s'; the classes are %s.");
          require(other, theirs, "the data set has no class '%s'; its classes are %s.");
        });
  }

  private static void require(String name, List<String> classes, String wrong) {
    if (!classes.contains(name)) {
      throw new ConfigurationException(
          SETTING, "In `map` " + wrong.formatted(name, new ArrayList<>(classes)));
    }
  }
}
