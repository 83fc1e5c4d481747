package org.thorax.app.serve.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a URL.
 *
 * @param values by name, in order
 */
public record Query(Map<String, List<String>> values) {
  public Query {
    values = Map.copyOf(values);
  }

  /** All values of that name. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The single value of that name. */
  public Optional<String> one(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw new Problem(400, "Expected one '" + name + "', found " + all.size() + ".");
    }
    return all.stream().findFirst();
  }

  /** A number from 0 to 1. */
  public double share(String name, double otherwise) {
    Optional<String> given = one(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(given.get());
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new Problem(
        400, "Expected '" + name + "' from 0 to 1, found '" + SafeText.of(given.get()) + "'.");
  }

  /**
   * Refuses unknown names, so that a misspelt option is not silently ignored.
   *
   * @param known the known names
   */
  public void allowOnly(List<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new Problem(
            400,
            "Unknown parameter '"
                + SafeText.of(name)
                + "'; expected "
                + String.join(", ", known)
                + ".");
      }
    }
  }
}
