package org.thorax.app.serve.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind the question mark of an address.
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

  /** The one value of that name. */
  public Optional<String> one(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw new Problem(400, "Expected one '" + name + "', found " + all.size() + ".");
    }
    return all.stream().findFirst();
  }

  /** A share of 0 to 1. */
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
      // Said below.
    }
    throw new Problem(
        400, "Expected '" + name + "' from 0 to 1, found '" + SafeText.of(given.get()) + "'.");
  }

  /**
   * Refuses names that nothing reads: a misspelt option would be ignored in silence.
   *
   * @param known the names that are read
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
