package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the keys of one benchmark's form over those of another. */
final class FormMerge {
  /**
   * They are replaced as a whole: half of a list of classes, or of factors in their order, means
   * nothing.
   */
  private static final Set<String> WHOLE = Set.of("uncertainty", "upsample");

  /** What belongs to the value of a key and goes when another takes its place. */
  private static final Map<String, List<String>> BELONGING =
      Map.of(
          "optimizer", List.of("arguments"),
          "loss", List.of("arguments"),
          "schedule", List.of("factor", "warmup_epochs", "last_rate"));

  private FormMerge() {}

  /** A new tree: {@code base} with the keys of {@code over} in the place of its own. */
  static ObjectNode of(ObjectNode base, ObjectNode over) {
    ObjectNode merged = base.deepCopy();
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      put(merged, entry.getKey(), entry.getValue());
    }
    return merged;
  }

  /** Sets a key of {@code tree} itself; keys within keys are merged. */
  static void put(ObjectNode tree, String key, JsonNode value) {
    JsonNode old = tree.get(key);
    if (old != null && !old.equals(value)) {
      BELONGING.getOrDefault(key, List.of()).forEach(tree::remove);
    }
    boolean merge =
        old instanceof ObjectNode && value instanceof ObjectNode && !WHOLE.contains(key);
    tree.set(key, merge ? of((ObjectNode) old, (ObjectNode) value) : value);
  }
}
