package org.thorax.keras.savedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;

/**
 * What Keras 2 keeps beside a SavedModel in {@code keras_metadata.pb} (message SavedMetadata: nodes
 * = 1, each with node_path = 3, identifier = 4, metadata = 5 as JSON): the layers' configs, which
 * the graph itself does not hold.
 *
 * @param modelName name of the model, when there is a file
 * @param modelConfig class name and config of the model as JSON, when it is functional or
 *     sequential
 * @param trainingConfig how it was compiled as JSON, when it was
 * @param layers class name and config by layer name
 */
record KerasMetadata(
    Optional<String> modelName,
    Optional<String> modelConfig,
    Optional<String> trainingConfig,
    Map<String, Layer> layers) {
  private static final String FILE = "keras_metadata.pb";
  private static final int NODES = 1;
  private static final int NODE_PATH = 3;
  private static final int METADATA = 5;

  /** One layer's class and config. */
  record Layer(String className, JsonNode config) {}

  /** Reads the file of a SavedModel; empty when it has none. */
  static KerasMetadata read(Path savedModel) {
    Path file = savedModel.resolve(FILE);
    if (!Files.exists(file)) {
      return new KerasMetadata(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
    Map<String, Layer> layers = new HashMap<>();
    String name = null;
    String model = null;
    String training = null;
    try {
      for (ByteString node :
          UnknownFieldSet.parseFrom(Files.readAllBytes(file))
              .getField(NODES)
              .getLengthDelimitedList()) {
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(node);
        JsonNode metadata = new ObjectMapper().readTree(text(fields, METADATA));
        if (text(fields, NODE_PATH).equals("root")) {
          name = metadata.path("name").asText(null);
          model = metadata.path("model_config").isObject() ? modelConfig(metadata) : null;
          JsonNode compiled = metadata.path("training_config");
          training = compiled.isObject() ? withoutTuples(compiled).toString() : null;
        }
        if (metadata.has("name") && metadata.has("class_name")) {
          layers.put(
              metadata.get("name").asText(),
              new Layer(metadata.get("class_name").asText(), metadata.path("config")));
        }
      }
    } catch (IOException e) {
      throw new ThoraxException(
          "Cannot read " + file + ": " + e.getMessage() + "; the file is damaged.", e);
    }
    return new KerasMetadata(
        Optional.ofNullable(name),
        Optional.ofNullable(model),
        Optional.ofNullable(training),
        layers);
  }

  /** A number of a layer's config. */
  Optional<Double> number(String layer, String key) {
    return Optional.ofNullable(layers.get(layer))
        .map(each -> each.config().path(key))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asDouble);
  }

  /** With the version, by which configurations are read. */
  private static String modelConfig(JsonNode root) {
    JsonNode model = withoutTuples(root.get("model_config"));
    if (root.hasNonNull("keras_version")) {
      ((ObjectNode) model).set("keras_version", root.get("keras_version"));
    }
    return model.toString();
  }

  /** Keras words a tuple here as an object with its items, and as a list everywhere else. */
  private static JsonNode withoutTuples(JsonNode node) {
    if (node.path("class_name").asText().equals("__tuple__")) {
      return withoutTuples(node.path("items"));
    }
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(key -> object.set(key, withoutTuples(node.get(key))));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withoutTuples(array.get(i)));
      }
    }
    return node;
  }

  private static String text(UnknownFieldSet fields, int number) {
    var values = fields.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.get(0).toStringUtf8();
  }
}
