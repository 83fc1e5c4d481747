package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.LayerConfig;

/**
 * An entry of a model's {@code layers}.
 *
 * @param name the layer's name
 * @param className Keras' {@code class_name}, without the package of a registered class
 * @param config its {@code config}
 * @param calls its {@code inbound_nodes}; empty for inputs
 * @param operation of a function call; empty for layers
 */
record LayerDefinition(
    String name,
    String className,
    JsonNode config,
    List<LayerCall> calls,
    Optional<LayerConfig> operation) {
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Network", "Sequential");

  /** Classes of Keras' applications, not of its layers: known by these names, registered or not. */
  private static final Set<String> OF_APPLICATIONS =
      Set.of("CustomScaleLayer", "LayerScale", "StochasticDepth");

  /** A layer. */
  LayerDefinition(String name, String className, JsonNode config, List<LayerCall> calls) {
    this(name, className, config, calls, Optional.empty());
  }

  static LayerDefinition of(JsonNode layer) {
    String className = className(layer);
    JsonNode config = layer.path("config");
    String name = layer.path("name").asText(config.path("name").asText());
    if (name.isBlank()) {
      throw new ThoraxException(
          "A %s layer of the model's configuration has no name.".formatted(className));
    }
    if (OperationCall.isOne(layer)) {
      return operation(name, className, layer);
    }
    List<LayerCall> calls = new ArrayList<>();
    for (JsonNode node : layer.path("inbound_nodes")) {
      if (node.size() > 0) {
        calls.add(LayerCall.of(name, node));
      }
    }
    return new LayerDefinition(name, className, config, calls);
  }

  private static LayerDefinition operation(String name, String className, JsonNode layer) {
    List<LayerCall> calls = new ArrayList<>();
    Optional<LayerConfig> computes = Optional.empty();
    for (JsonNode node : layer.path("inbound_nodes")) {
      OperationCall call = OperationCall.of(layer, node);
      try {
        RebuiltLayer rebuilt = Operations.rebuild(call);
        if (computes.isPresent() && !computes.get().equals(rebuilt.config())) {
          throw new IllegalArgumentException("is called again with other constants.");
        }
        computes = Optional.of(rebuilt.config());
        calls.add(new LayerCall(rebuilt.inputs(), false));
      } catch (IllegalArgumentException e) {
        throw new ThoraxException(
            "Layer '%s': the function %s %s %s"
                .formatted(name, call.function(), e.getMessage(), LayerReader.EXPORT),
            e);
      }
    }
    return new LayerDefinition(name, className, layer.path("config"), calls, computes);
  }

  /**
   * Keras' class; a class of another module keeps its module name, because it may have the name of
   * a Keras class and compute something else.
   */
  static String className(JsonNode object) {
    String className = object.path("class_name").asText();
    if (className.isBlank()) {
      throw new ThoraxException(
          "Expected an object with a class_name in the model's configuration, found %s."
              .formatted(TruncatedJson.of(object)));
    }
    String registered = className.substring(className.indexOf('>') + 1);
    if (OF_APPLICATIONS.contains(registered)) {
      return registered;
    }
    String module = object.path("module").asText("");
    boolean ofKeras =
        module.isEmpty()
            || module.equals("null")
            || module.matches("(tf_)?keras(_core)?\\b.*|tensorflow\\b.*");
    return ofKeras ? className : module + ">" + className;
  }

  /** Whether layers of this class are models themselves. */
  static boolean isModel(String className) {
    return MODELS.contains(className);
  }

  boolean isModel() {
    return isModel(className);
  }

  /** The layer's own flag; a model's flag does not apply to its layers, which have their own. */
  boolean trainable() {
    return config.path("trainable").asBoolean(true);
  }

  boolean isInput() {
    return className.equals("InputLayer");
  }

  LayerDefinition calledOn(TensorReference input) {
    return new LayerDefinition(
        name, className, config, List.of(new LayerCall(List.of(input), false)), operation);
  }
}
