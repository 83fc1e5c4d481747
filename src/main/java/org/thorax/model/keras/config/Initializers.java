package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.thorax.model.keras.layers.Initializer;

/** Reads and writes initializers in a layer's {@code config}. */
final class Initializers {
  private Initializers() {}

  /**
   * An unknown one becomes the default, with a note, because a saved model contains its weights.
   */
  static Initializer read(LayerFields fields, String key, Initializer missing) {
    if (!fields.isGiven(key)) {
      return missing;
    }
    JsonNode node = fields.node(key);
    String name = node.isTextual() ? node.asText() : node.path("class_name").asText();
    Optional<Initializer> initializer =
        plain(name).equals("variancescaling") ? scaled(node.path("config")) : named(plain(name));
    if (initializer.isEmpty()) {
      fields.note(
          "%s %s is not kept; a new model starts with %s."
              .formatted(key, name, missing.className()));
    }
    return initializer.orElse(missing);
  }

  private static Optional<Initializer> named(String plainName) {
    return Arrays.stream(Initializer.values())
        .filter(initializer -> plain(initializer.className()).equals(plainName))
        .findFirst();
  }

  /** The named initializers as Keras 2.0 to 2.3 wrote them. */
  private static Optional<Initializer> scaled(JsonNode config) {
    String distribution = config.path("distribution").asText("truncated_normal");
    boolean uniform = distribution.equals("uniform");
    if (distribution.equals("untruncated_normal")) {
      return Optional.empty();
    }
    String kind = config.path("scale").asDouble(1) + config.path("mode").asText("fan_in");
    return switch (kind) {
      case "1.0fan_avg" ->
          Optional.of(uniform ? Initializer.GLOROT_UNIFORM : Initializer.GLOROT_NORMAL);
      case "2.0fan_in" -> Optional.of(uniform ? Initializer.HE_UNIFORM : Initializer.HE_NORMAL);
      case "1.0fan_in" ->
          Optional.of(uniform ? Initializer.LECUN_UNIFORM : Initializer.LECUN_NORMAL);
      default -> Optional.empty();
    };
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
