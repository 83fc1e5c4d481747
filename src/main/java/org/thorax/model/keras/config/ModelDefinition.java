package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.ThoraxException;

/**
 * A functional or sequential model's {@code config}; a sequential one becomes a chain of calls.
 *
 * @param name the model's name
 * @param trainable false if the model as a whole is frozen
 * @param layers in the file's order
 * @param inputs the model's inputs
 * @param outputs the model's outputs
 */
record ModelDefinition(
    String name,
    boolean trainable,
    List<LayerDefinition> layers,
    List<TensorReference> inputs,
    List<TensorReference> outputs) {
  ModelDefinition {
    Set<String> names = new HashSet<>();
    for (LayerDefinition layer : layers) {
      if (!names.add(layer.name())) {
        throw new ThoraxException(
            "Two layers of model '%s' are named '%s'; the names of a model's layers must differ."
                .formatted(name, layer.name()));
      }
    }
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new ThoraxException(
          "Model '%s' has %d inputs and %d outputs in its configuration; it needs one of each at least."
              .formatted(name, inputs.size(), outputs.size()));
    }
  }

  static ModelDefinition of(String className, JsonNode config) {
    String name =
        config.path("name").asText(className.equals("Sequential") ? "sequential" : "model");
    boolean trainable = config.path("trainable").asBoolean(true);
    List<LayerDefinition> layers = new ArrayList<>();
    // Keras 2.0 to 2.2 wrote a sequential model's config as a list of its layers.
    for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
      layers.add(LayerDefinition.of(layer));
    }
    if (className.equals("Sequential")) {
      return chain(name, trainable, layers, config);
    }
    return new ModelDefinition(
        name,
        trainable,
        layers,
        TensorReference.listOf(config.path("input_layers")),
        TensorReference.listOf(config.path("output_layers")));
  }

  private static ModelDefinition chain(
      String name, boolean trainable, List<LayerDefinition> layers, JsonNode config) {
    if (layers.isEmpty()) {
      throw new ThoraxException("Sequential model '%s' has no layers.".formatted(name));
    }
    List<LayerDefinition> chain = new ArrayList<>();
    if (!layers.get(0).isInput()) {
      chain.add(input(layers.get(0), config.path("build_input_shape")));
    }
    for (LayerDefinition layer : layers) {
      chain.add(chain.isEmpty() ? layer : layer.calledOn(last(chain)));
    }
    return new ModelDefinition(
        name,
        trainable,
        chain,
        List.of(new TensorReference(chain.get(0).name(), 0, 0)),
        List.of(last(chain)));
  }

  private static TensorReference last(List<LayerDefinition> chain) {
    return new TensorReference(chain.get(chain.size() - 1).name(), 0, 0);
  }

  /** The input that Keras creates for a sequential model that begins with another layer. */
  private static LayerDefinition input(LayerDefinition first, JsonNode buildInputShape) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    JsonNode shape = batchShape(first);
    config.set("batch_input_shape", shape.isArray() ? shape : buildInputShape);
    return new LayerDefinition(first.name() + "_input", "InputLayer", config, List.of());
  }

  private static JsonNode batchShape(LayerDefinition layer) {
    if (!layer.isModel()) {
      JsonNode shape = layer.config().path("batch_input_shape");
      return shape.isArray() ? shape : layer.config().path("batch_shape");
    }
    ModelDefinition model = of(layer.className(), layer.config());
    String input = model.inputs.get(0).layer();
    return model.layers.stream()
        .filter(candidate -> candidate.name().equals(input))
        .findFirst()
        .map(ModelDefinition::batchShape)
        .orElse(JsonNodeFactory.instance.nullNode());
  }
}
