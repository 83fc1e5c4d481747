package org.thorax.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.thorax.ThoraxException;

/**
 * An entry of a model's {@code layers}.
 *
 * @param name the layer's name
 * @param className Keras' {@code class_name}, without the package of a registered class
 * @param config its {@code config}
 * @param calls its {@code inbound_nodes}; empty for inputs
 */
record LayerDefinition(String name, String className, JsonNode config, List<LayerCall> calls) {
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Network", "Sequential");

  static LayerDefinition of(JsonNode layer) {
    String className = className(layer);
    JsonNode config = layer.path("config");
    String name = layer.path("name").asText(config.path("name").asText());
    if (name.isBlank()) {
      throw new ThoraxException(
          "A %s layer of the model's configuration has no name.".formatted(className));
    }
    List<LayerCall> calls = new ArrayList<>();
    for (JsonNode node : layer.path("inbound_nodes")) {
      if (node.size() > 0) {
        calls.add(LayerCall.of(name, node));
      }
    }
    return new LayerDefinition(name, className, config, calls);
  }

  /** As {@code Custom>CustomScaleLayer} is registered, its class is CustomScaleLayer. */
  static String className(JsonNode object) {
    String className = object.path("class_name").asText();
    if (className.isBlank()) {
      throw new ThoraxException(
          "Expected an object with a class_name in the model's configuration, found %s."
              .formatted(Excerpt.of(object)));
    }
    return className.equals("Custom>CustomScaleLayer") ? "CustomScaleLayer" : className;
  }

  /** Whether layers of this class are models themselves. */
  static boolean isModel(String className) {
    return MODELS.contains(className);
  }

  boolean isModel() {
    return isModel(className);
  }

  /** Its own flag; a model's says nothing about the layers in it, which have their own. */
  boolean trainable() {
    return config.path("trainable").asBoolean(true);
  }

  boolean isInput() {
    return className.equals("InputLayer");
  }

  LayerDefinition calledOn(TensorReference input) {
    return new LayerDefinition(
        name, className, config, List.of(new LayerCall(List.of(input), false)));
  }
}
