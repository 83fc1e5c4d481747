package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call of a TensorFlow function or of a Keras 3 operation in a model's configuration: only data,
 * no code.
 *
 * @param function {@code tf.math.truediv} or {@code keras.ops.TrueDivide}, for messages
 * @param name the plain name: {@code truediv}, {@code truedivide}
 * @param positional arguments in order
 * @param keywords arguments by name; in Keras 3 also those of the operation's constructor
 */
record OperationCall(
    String function, String name, List<JsonNode> positional, Map<String, JsonNode> keywords) {

  /**
   * Whether a layer's entry is such a call. Keras 3's .h5 files do not contain modules; its
   * operations, unlike its layers, have no trainable flag, except {@code SpatialDropout2D}.
   */
  static boolean isOne(JsonNode layer) {
    String className = layer.path("class_name").asText();
    boolean unsaid =
        layer.path("module").isMissingNode()
            && layer.path("inbound_nodes").path(0).isObject()
            && !layer.path("config").has("trainable")
            && !layer.path("config").has("layers")
            && !className.equals("SpatialDropout2D");
    return unsaid
        || className.equals("TFOpLambda")
        || className.equals("SlicingOpLambda")
        || layer.path("module").asText().startsWith("keras.src.ops.");
  }

  /** One entry of {@code inbound_nodes}. */
  static OperationCall of(JsonNode layer, JsonNode node) {
    JsonNode config = layer.path("config");
    Map<String, JsonNode> keywords = new LinkedHashMap<>();
    List<JsonNode> positional = new ArrayList<>();
    if (node.isObject()) {
      String className = layer.path("class_name").asText();
      config.properties().forEach(field -> keywords.put(field.getKey(), field.getValue()));
      node.path("kwargs")
          .properties()
          .forEach(field -> keywords.put(field.getKey(), field.getValue()));
      node.path("args").forEach(positional::add);
      keywords.remove("name");
      return new OperationCall("keras.ops." + className, plain(className), positional, keywords);
    }
    JsonNode first = node.path(0).isTextual() ? node : node.path(0);
    first.path(3).properties().forEach(field -> keywords.put(field.getKey(), field.getValue()));
    keywords.remove("name");
    // How Keras 2 writes a constant instead of a tensor.
    boolean constant = first.path(0).asText().equals("_CONSTANT_VALUE");
    positional.add(constant ? first.path(2) : node);
    String function = config.path("function").asText();
    String last = function.substring(function.lastIndexOf('.') + 1);
    return new OperationCall("tf." + function, plain(last), positional, keywords);
  }

  /** An argument by its position or one of its names; empty if it is missing or null. */
  Optional<JsonNode> argument(int place, String... names) {
    if (place >= 0 && place < positional.size()) {
      return Optional.of(positional.get(place));
    }
    for (String each : names) {
      JsonNode value = keywords.get(each);
      if (value != null && !value.isNull()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Like {@link #argument}, for a required one. */
  JsonNode required(int place, String... names) {
    return argument(place, names)
        .orElseThrow(() -> new IllegalArgumentException("is called without " + names[0] + "."));
  }

  /** The argument of a function of one tensor, the first of two. */
  JsonNode first() {
    return required(0, "x", "x1", "input", "inputs", "a", "tensor", "images", "features");
  }

  /** The second of two. */
  JsonNode second() {
    return required(1, "y", "x2", "bias", "b");
  }

  /** The axis by its name. */
  int axis(int missing) {
    return argument(-1, "axis").map(node -> integers(node).get(0)).orElse(missing);
  }

  /** The arguments by name, as a layer's fields. */
  LayerFields fields() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    keywords.forEach(fields::set);
    return new LayerFields(fields, KerasGeneration.KERAS_3);
  }

  /** The tensor of an argument; empty for a constant. */
  static Optional<TensorReference> tensor(JsonNode value) {
    if (value.path("class_name").asText().equals("__keras_tensor__")) {
      return Optional.of(TensorReference.of(value.path("config").path("keras_history")));
    }
    boolean reference =
        value.isArray()
            && (value.size() == 3 || (value.size() == 4 && value.path(3).isObject()))
            && value.path(0).isTextual();
    return reference ? Optional.of(TensorReference.of(value)) : Optional.empty();
  }

  /** A tensor, or a list of tensors. */
  static List<TensorReference> tensors(JsonNode value) {
    Optional<TensorReference> one = tensor(value);
    if (one.isPresent()) {
      return List.of(one.get());
    }
    List<TensorReference> tensors = new ArrayList<>();
    for (JsonNode element : value) {
      tensors.add(
          tensor(element)
              .orElseThrow(
                  () -> new IllegalArgumentException("takes " + TruncatedJson.of(element) + ".")));
    }
    return tensors;
  }

  /** A constant: one number, or one per position of the last axis. */
  static List<Double> numbers(JsonNode value) {
    List<Double> numbers = new ArrayList<>();
    JsonNode plain = plainArray(value);
    collect(plain, numbers);
    JsonNode inner = plain;
    while (inner.isArray() && inner.size() == 1) {
      inner = inner.path(0);
    }
    boolean vector = inner.isNumber() || (inner.isArray() && inner.path(0).isNumber());
    if (!vector || numbers.isEmpty()) {
      throw new IllegalArgumentException(
          "takes the constant %s; only numbers, and one per channel, can be rebuilt."
              .formatted(TruncatedJson.of(value)));
    }
    boolean same = numbers.stream().distinct().count() == 1;
    return same ? List.of(numbers.get(0)) : numbers;
  }

  /** Integers, one or a list. */
  static List<Integer> integers(JsonNode value) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      if (!element.canConvertToExactIntegral() || !element.canConvertToInt()) {
        throw new IllegalArgumentException(
            "takes %s where whole numbers are expected.".formatted(TruncatedJson.of(value)));
      }
      integers.add(element.intValue());
    }
    return integers;
  }

  /**
   * Arrays are wrapped in Keras 3: {@code {"class_name": "__numpy__", "config": {"value": [1]}}}.
   */
  private static JsonNode plainArray(JsonNode value) {
    return value.isObject() ? value.path("config").path("value") : value;
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isNumber()) {
      numbers.add(node.doubleValue());
    } else {
      node.forEach(element -> collect(element, numbers));
    }
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
