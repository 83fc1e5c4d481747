package org.thorax.model.keras.savedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;

/**
 * Keras 2's metadata of a SavedModel in {@code keras_metadata.pb} (message SavedMetadata: nodes =
 * 1, each with node_id = 2, node_path = 3, identifier = 4, metadata = 5 as JSON): the layers'
 * configs, which the graph does not contain.
 *
 * @param modelName name of the model, if there is a file
 * @param modelConfig class name and config of the model as JSON, if it is functional or sequential
 * @param trainingConfig its compilation as JSON, if it was compiled
 * @param layers of the model and of its nested models
 */
record KerasMetadata(
    Optional<String> modelName,
    Optional<String> modelConfig,
    Optional<String> trainingConfig,
    List<Layer> layers) {
  private static final String FILE = "keras_metadata.pb";
  private static final String ROOT = "root";
  private static final int NODES = 1;
  private static final int NODE_ID = 2;
  private static final int NODE_PATH = 3;
  private static final int METADATA = 5;

  /**
   * One layer.
   *
   * @param object its number in the object graph
   * @param path the names of the outer models and its own, {@code base/norm}
   * @param name its own name
   * @param inferenceMode whether it, or an outer model, is called with {@code training=False}
   */
  record Layer(
      int object,
      String path,
      String name,
      String className,
      JsonNode config,
      boolean inferenceMode) {

    /** Keras' {@code trainable} of the layer itself. */
    boolean trainable() {
      return config.path("trainable").asBoolean(true);
    }

    /** A number of its config. */
    Optional<Double> number(String key) {
      return Optional.of(config.path(key)).filter(JsonNode::isNumber).map(JsonNode::asDouble);
    }
  }

  /** A node of the file. */
  private record Node(int object, String path, JsonNode metadata) {
    String name() {
      return metadata.path("name").asText();
    }
  }

  /** Reads the file of a SavedModel; empty if it has none. */
  static KerasMetadata read(Path savedModel) {
    Path file = savedModel.resolve(FILE);
    if (!Files.exists(file)) {
      return new KerasMetadata(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
    try {
      Map<String, Node> nodes = nodes(Files.readAllBytes(file));
      Optional<JsonNode> root = Optional.ofNullable(nodes.get(ROOT)).map(Node::metadata);
      return new KerasMetadata(
          root.map(each -> each.path("name").asText(null)),
          root.filter(each -> each.path("model_config").isObject()).map(KerasMetadata::modelConfig),
          root.map(each -> each.path("training_config"))
              .filter(JsonNode::isObject)
              .map(compiled -> withoutTuples(compiled).toString()),
          layers(nodes));
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + e.getMessage() + "; the file is damaged.", e);
    }
  }

  /** The layer that is one of these objects. */
  Optional<Layer> layer(List<Integer> objects) {
    return layers.stream().filter(layer -> objects.contains(layer.object())).findFirst();
  }

  private static Map<String, Node> nodes(byte[] file) throws IOException {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (ByteString each :
        UnknownFieldSet.parseFrom(file).getField(NODES).getLengthDelimitedList()) {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(each);
      var ids = fields.getField(NODE_ID).getVarintList();
      int object = ids.isEmpty() ? 0 : ids.get(0).intValue();
      String path = text(fields, NODE_PATH);
      nodes.put(path, new Node(object, path, new ObjectMapper().readTree(text(fields, METADATA))));
    }
    return nodes;
  }

  private static List<Layer> layers(Map<String, Node> nodes) {
    Set<String> inference = new HashSet<>();
    Optional.ofNullable(nodes.get(ROOT))
        .ifPresent(
            root -> calledForInference(root.metadata().path("config"), "", false, inference));
    List<Layer> layers = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (node.metadata().has("name") && node.metadata().has("class_name")) {
        String path = namePath(node, nodes);
        layers.add(
            new Layer(
                node.object(),
                path,
                node.name(),
                node.metadata().get("class_name").asText(),
                node.metadata().path("config"),
                inference.contains(path)));
      }
    }
    return layers;
  }

  /** {@code root.layer-1.layer_with_weights-0} with the layers' names, without the root's. */
  private static String namePath(Node node, Map<String, Node> nodes) {
    List<String> names = new ArrayList<>();
    String path = node.path();
    while (nodes.containsKey(path) && path.contains(".")) {
      names.add(0, nodes.get(path).name());
      path = path.substring(0, path.lastIndexOf('.'));
    }
    return String.join("/", names);
  }

  /** Collects the paths of all layers in a model that are called with training=False. */
  private static void calledForInference(
      JsonNode model, String prefix, boolean around, Set<String> found) {
    for (JsonNode layer : model.path("layers")) {
      JsonNode config = layer.path("config");
      String path = prefix + layer.path("name").asText(config.path("name").asText());
      boolean inference =
          around
              || layer.path("inbound_nodes").findValues("training").stream()
                  .anyMatch(value -> value.isBoolean() && !value.booleanValue());
      if (inference) {
        found.add(path);
      }
      calledForInference(config, path + "/", inference, found);
    }
  }

  /** With the version, which determines how to read configurations. */
  private static String modelConfig(JsonNode root) {
    JsonNode model = withoutTuples(root.get("model_config"));
    if (root.hasNonNull("keras_version")) {
      ((ObjectNode) model).set("keras_version", root.get("keras_version"));
    }
    return model.toString();
  }

  /** Keras writes a tuple here as an object with its items, and as a list everywhere else. */
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
