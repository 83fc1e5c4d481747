package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.Padding;
import org.thorax.model.keras.layers.WeightOptions;

/**
 * The fields of a layer's {@code config}. A missing field has Keras' default; a field of another
 * type is an IllegalArgumentException that names it; a field that was not read is a note.
 */
final class LayerFields {
  /** Ignored, or read elsewhere. */
  private static final Set<String> SILENT =
      Set.of(
          "name",
          "trainable",
          "seed",
          "input_dtype",
          "batch_input_shape",
          "build_config",
          "autocast",
          "implementation",
          "data_format",
          "dtype");

  private final JsonNode config;
  private final KerasGeneration generation;
  private final Set<String> known = new HashSet<>(SILENT);
  private final List<String> notes = new ArrayList<>();

  LayerFields(JsonNode config, KerasGeneration generation) {
    this.config = config;
    this.generation = generation;
  }

  KerasGeneration generation() {
    return generation;
  }

  /** The notes so far, and one per field that was not read and has an effect. */
  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      JsonNode value = field.getValue();
      boolean nothing = value.isNull() || (value.isContainerNode() && value.isEmpty());
      boolean off = value.isBoolean() && !value.booleanValue();
      if (!known.contains(field.getKey()) && !nothing && !off) {
        all.add("%s %s is not kept.".formatted(field.getKey(), TruncatedJson.of(value)));
      }
    }
    return all;
  }

  void note(String note) {
    notes.add(note);
  }

  /** Everything is computed like this; a mixed precision's variables are float32 as well. */
  void requireFloat32ChannelsLast() {
    String format = config.path("data_format").asText("channels_last");
    if (!format.equals("channels_last") && !format.equals("null")) {
      throw new IllegalArgumentException(
          "expected data_format channels_last, found %s; build the model with channels last."
              .formatted(format));
    }
    JsonNode dtype = config.path("dtype");
    String name = dtype.isObject() ? dtype.path("config").path("name").asText() : dtype.asText();
    if (name.startsWith("mixed_")) {
      note("%s is computed in float32.".formatted(name));
    } else if (!Set.of("", "null", "float32", "uint8", "int32").contains(name)) {
      throw new IllegalArgumentException("expected dtype float32, found %s.".formatted(name));
    }
  }

  /** The field itself; missing and null ones are {@link JsonNode#isNull} or missing nodes. */
  JsonNode node(String key) {
    known.add(key);
    return config.path(key);
  }

  boolean isGiven(String key) {
    JsonNode node = node(key);
    return !node.isMissingNode() && !node.isNull();
  }

  /** A required integer of at least 1. */
  int count(String key) {
    if (!isGiven(key)) {
      throw new IllegalArgumentException("its configuration lacks %s.".formatted(key));
    }
    int count = integer(key, 0);
    if (count < 1) {
      throw unexpected(key, "a whole number of at least 1");
    }
    return count;
  }

  int integer(String key, int missing) {
    if (!isGiven(key)) {
      return missing;
    }
    return wholeNumber(key, node(key));
  }

  double number(String key, double missing) {
    if (!isGiven(key)) {
      return missing;
    }
    JsonNode node = plain(node(key));
    if (!node.isNumber()) {
      throw unexpected(key, "a number");
    }
    return node.doubleValue();
  }

  boolean flag(String key, boolean missing) {
    return isGiven(key) ? node(key).asBoolean() : missing;
  }

  String text(String key, String missing) {
    return isGiven(key) ? node(key).asText() : missing;
  }

  /** One number or a list of numbers. */
  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    collect(key, plain(node(key)), numbers);
    return numbers;
  }

  /** One integer or a list of them; empty if missing. */
  List<Integer> integers(String key) {
    List<Integer> integers = new ArrayList<>();
    JsonNode node = node(key);
    for (JsonNode element : node.isArray() || !isGiven(key) ? node : List.of(node)) {
      integers.add(wholeNumber(key, element));
    }
    return integers;
  }

  /** A required size. */
  HeightWidth heightWidth(String key) {
    if (!isGiven(key)) {
      throw new IllegalArgumentException("its configuration lacks %s.".formatted(key));
    }
    return heightWidth(key, HeightWidth.ONE);
  }

  /** One number for both, or two. */
  HeightWidth heightWidth(String key, HeightWidth missing) {
    List<Integer> sizes = integers(key);
    return switch (sizes.size()) {
      case 0 -> missing;
      case 1 -> HeightWidth.of(sizes.get(0));
      case 2 -> new HeightWidth(sizes.get(0), sizes.get(1));
      default -> throw unexpected(key, "one or two whole numbers");
    };
  }

  /** {top, bottom, left, right} of {@code 1}, {@code [1, 2]} or {@code [[1, 2], [3, 4]]}. */
  int[] border(String key) {
    JsonNode node = node(key);
    int[] border = new int[4];
    for (int axis = 0; axis < 2; axis++) {
      JsonNode sides = node.isArray() ? node.path(axis) : node;
      for (int end = 0; end < 2; end++) {
        JsonNode side = sides.isArray() ? sides.path(end) : sides;
        border[2 * axis + end] = isGiven(key) ? wholeNumber(key, side) : 1;
      }
    }
    return border;
  }

  Padding padding() {
    String padding = text("padding", "valid").toUpperCase(Locale.ROOT);
    return switch (padding) {
      case "VALID", "SAME" -> Padding.valueOf(padding);
      default -> throw unexpected("padding", "valid or same");
    };
  }

  /** A batch shape; null is {@link Shape#UNKNOWN_SIZE}. */
  Shape shape(String key) {
    JsonNode node = node(key);
    if (!node.isArray() || node.isEmpty()) {
      throw unexpected(key, "the input's shape");
    }
    long[] sizes = new long[node.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = node.get(i).isNull() ? Shape.UNKNOWN_SIZE : wholeNumber(key, node.get(i));
    }
    return Shape.of(sizes);
  }

  /**
   * Fields as JSON, without those that have no value; they are then not noted.
   *
   * @param keys in this order; empty for all fields of the layer itself
   */
  String json(List<String> keys) {
    List<String> all = new ArrayList<>();
    config.fieldNames().forEachRemaining(all::add);
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String key : keys.isEmpty() ? all : keys) {
      if (isGiven(key) && !SILENT.contains(key)) {
        kept.set(key, config.path(key));
      }
    }
    known.addAll(all);
    return kept.toString();
  }

  ActivationFunction activation() {
    JsonNode node = node("activation");
    // A function by name, in Keras 2.12 and later also as an object.
    JsonNode name =
        node.path("class_name").asText().equals("function") ? node.path("config") : node;
    if (name.isObject()) {
      throw unexpected("activation", "the name of one of Keras' functions");
    }
    ActivationFunction function =
        isGiven("activation") ? ActivationFunction.named(name.asText()) : ActivationFunction.LINEAR;
    boolean ofKeras2 =
        function == ActivationFunction.HARD_SIGMOID && generation == KerasGeneration.KERAS_2;
    return ofKeras2 ? ActivationFunction.HARD_SIGMOID_OF_KERAS_2 : function;
  }

  /** {@code <prefix>_initializer} and {@code <prefix>_regularizer}. */
  WeightOptions weight(String prefix, WeightOptions missing) {
    return new WeightOptions(
        Initializers.read(this, prefix + "_initializer", missing.initializer()),
        Regularizers.read(this, prefix + "_regularizer"));
  }

  /** A weight whose options the record does not contain: only a regularizer is worth a note. */
  void defaultWeight(String prefix) {
    node(prefix + "_initializer");
  }

  IllegalArgumentException unexpected(String key, String expected) {
    return new IllegalArgumentException(
        "expected %s as %s, found %s.".formatted(expected, key, TruncatedJson.of(node(key))));
  }

  private int wholeNumber(String key, JsonNode node) {
    if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToInt()) {
      throw unexpected(key, "whole numbers");
    }
    return node.intValue();
  }

  private void collect(String key, JsonNode node, List<Double> numbers) {
    if (node.isNumber()) {
      numbers.add(node.doubleValue());
    } else if (node.isArray()) {
      node.forEach(element -> collect(key, element, numbers));
    } else {
      throw unexpected(key, "numbers");
    }
  }

  /** Keras 3 wraps arrays: {@code {"class_name": "__numpy__", "config": {"value": [1.0]}}}. */
  private static JsonNode plain(JsonNode node) {
    return node.isObject() ? node.path("config").path("value") : node;
  }
}
