package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A key in which two benchmarks differ.
 *
 * @param key of the form, e.g. {@code optimization.learning_rate}
 * @param one the first one's value; empty when it has no such key
 * @param other the second one's
 */
public record BenchmarkDiff(String key, String one, String other) {
  /** All differences but the names, in the form's order. */
  public static List<BenchmarkDiff> between(Benchmark one, Benchmark other) {
    Map<String, String> first = leaves(one);
    Map<String, String> second = leaves(other);
    Set<String> keys = new LinkedHashSet<>(first.keySet());
    keys.addAll(second.keySet());
    keys.remove("name");
    List<BenchmarkDiff> differences = new ArrayList<>();
    for (String key : keys) {
      String a = first.getOrDefault(key, "");
      String b = second.getOrDefault(key, "");
      if (!a.equals(b)) {
        differences.add(new BenchmarkDiff(key, a, b));
      }
    }
    return differences;
  }

  /** Every value by its whole key; lists as one value. */
  public static Map<String, String> leaves(Benchmark benchmark) {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect("", BenchmarkForm.of(benchmark), leaves);
    return leaves;
  }

  private static void collect(String place, JsonNode node, Map<String, String> leaves) {
    // The factors' order matters, so they are one value.
    if (node.isObject() && !place.endsWith("upsample.")) {
      node.properties().forEach(e -> collect(place + e.getKey() + ".", e.getValue(), leaves));
    } else {
      leaves.put(
          place.substring(0, place.length() - 1),
          node.isTextual() ? node.textValue() : node.toString());
    }
  }

  @Override
  public String toString() {
    return key + ": " + (one.isEmpty() ? "-" : one) + " | " + (other.isEmpty() ? "-" : other);
  }
}
