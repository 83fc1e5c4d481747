package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.ThoraxException;

/**
 * One call of a layer: an entry of {@code inbound_nodes}.
 *
 * @param inputs its input tensors
 * @param inferenceMode whether it is called with {@code training=False}
 */
record LayerCall(List<TensorReference> inputs, boolean inferenceMode) {
  /** The format of either Keras version. */
  static LayerCall of(String layer, JsonNode node) {
    return node.isObject() ? keras3(layer, node) : keras2(layer, node);
  }

  /**
   * {@code [["conv1", 0, 0, {}], ...]}, in old files without the outer list if there is a single
   * one.
   */
  private static LayerCall keras2(String layer, JsonNode node) {
    JsonNode single = node.path(0);
    Iterable<JsonNode> inputs = single.isTextual() ? List.of(node) : node;
    List<TensorReference> references = new ArrayList<>();
    boolean inferenceMode = false;
    for (JsonNode input : inputs) {
      if (input.path(0).asText().equals("_CONSTANT_VALUE")) {
        throw unknownArgument(layer, "a constant");
      }
      references.add(TensorReference.of(input));
      inferenceMode |= inferenceMode(layer, input.path(3), false);
    }
    return new LayerCall(references, inferenceMode);
  }

  /** {@code {"args": [tensor or tensors], "kwargs": {}}}. */
  private static LayerCall keras3(String layer, JsonNode node) {
    List<TensorReference> references = new ArrayList<>();
    for (JsonNode argument : node.path("args")) {
      collect(layer, argument, references);
    }
    return new LayerCall(references, inferenceMode(layer, node.path("kwargs"), true));
  }

  private static void collect(String layer, JsonNode argument, List<TensorReference> references) {
    if (argument.isArray()) {
      argument.forEach(element -> collect(layer, element, references));
    } else if (argument.path("class_name").asText().equals("__keras_tensor__")) {
      references.add(TensorReference.of(argument.path("config").path("keras_history")));
    } else if (!argument.isNull()) {
      throw unknownArgument(layer, TruncatedJson.of(argument));
    }
  }

  /**
   * @param overridden whether the model's mode replaces {@code training=True}, as in Keras 3's
   *     functional models
   */
  private static boolean inferenceMode(String layer, JsonNode keywords, boolean overridden) {
    boolean inferenceMode = false;
    for (Map.Entry<String, JsonNode> keyword : keywords.properties()) {
      JsonNode value = keyword.getValue();
      boolean training = keyword.getKey().equals("training") && value.isBoolean();
      if (training && (overridden || !value.booleanValue())) {
        inferenceMode |= !value.booleanValue();
      } else if (!value.isNull()) {
        throw unknownArgument(layer, keyword.getKey() + "=" + TruncatedJson.of(value));
      }
    }
    return inferenceMode;
  }

  private static ThoraxException unknownArgument(String layer, String argument) {
    return new ThoraxException(
        "Layer '%s' is called with %s; only layers called with tensors, and with training=False, can be read. %s"
            .formatted(layer, argument, LayerReader.EXPORT));
  }
}
