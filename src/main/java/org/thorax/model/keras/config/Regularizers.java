package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.thorax.model.keras.layers.Regularizer;

/** Reads and writes regularizers in a layer's {@code config}. */
final class Regularizers {
  private static final double DEFAULT = 0.01;

  private Regularizers() {}

  static Regularizer read(LayerFields fields, String key) {
    if (!fields.isGiven(key)) {
      return Regularizer.NONE;
    }
    JsonNode node = fields.node(key);
    String name = node.isTextual() ? node.asText() : node.path("class_name").asText();
    double l1 = node.path("config").path("l1").asDouble(node.isTextual() ? DEFAULT : 0);
    double l2 = node.path("config").path("l2").asDouble(node.isTextual() ? DEFAULT : 0);
    return switch (name.replace("_", "").toLowerCase(Locale.ROOT)) {
      case "l1" -> new Regularizer(l1, 0);
      case "l2" -> new Regularizer(0, l2);
      case "l1l2" -> new Regularizer(l1, l2);
      default -> {
        fields.note("%s %s is not kept.".formatted(key, name));
        yield Regularizer.NONE;
      }
    };
  }
}
