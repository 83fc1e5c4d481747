package org.thorax.model.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.tensorflow.ndarray.Shape;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.Padding;
import org.thorax.model.keras.layers.Regularizer;
import org.thorax.model.keras.layers.WeightOptions;

/** Writes the fields of a layer's {@code config}, in order. */
final class LayerFieldsWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode config;
  private final KerasGeneration generation;

  LayerFieldsWriter(ObjectNode config, KerasGeneration generation) {
    this.config = config;
    this.generation = generation;
  }

  KerasGeneration generation() {
    return generation;
  }

  LayerFieldsWriter put(String key, int value) {
    config.put(key, value);
    return this;
  }

  LayerFieldsWriter put(String key, double value) {
    config.put(key, value);
    return this;
  }

  LayerFieldsWriter put(String key, boolean value) {
    config.put(key, value);
    return this;
  }

  LayerFieldsWriter put(String key, String value) {
    config.put(key, value);
    return this;
  }

  LayerFieldsWriter none(String key) {
    config.putNull(key);
    return this;
  }

  LayerFieldsWriter put(String key, HeightWidth value) {
    config.putArray(key).add(value.height()).add(value.width());
    return this;
  }

  LayerFieldsWriter integers(String key, List<? extends Number> values) {
    ArrayNode array = config.putArray(key);
    values.forEach(value -> array.add(value.longValue()));
    return this;
  }

  /** A list in Keras 2, as in its BatchNormalization, which Keras 3 expects in an old file. */
  LayerFieldsWriter axis(int axis) {
    return generation == KerasGeneration.KERAS_2
        ? integers("axis", List.of(axis))
        : put("axis", axis);
  }

  /** One number as such, several as a list. */
  LayerFieldsWriter numbers(String key, List<Double> values) {
    if (values.size() == 1) {
      return put(key, values.get(0));
    }
    ArrayNode array = config.putArray(key);
    values.forEach(array::add);
    return this;
  }

  LayerFieldsWriter border(String key, int top, int bottom, int left, int right) {
    ArrayNode array = config.putArray(key);
    array.addArray().add(top).add(bottom);
    array.addArray().add(left).add(right);
    return this;
  }

  LayerFieldsWriter shape(String key, Shape shape) {
    config.set(key, sizes(shape));
    return this;
  }

  LayerFieldsWriter padding(Padding padding) {
    return put("padding", padding.name().toLowerCase(Locale.ROOT)).channelsLast();
  }

  LayerFieldsWriter channelsLast() {
    return put("data_format", "channels_last");
  }

  /**
   * @throws IllegalArgumentException if this Keras version does not have the function
   */
  LayerFieldsWriter activation(ActivationFunction function) {
    ActivationFunction missing =
        generation == KerasGeneration.KERAS_2
            ? ActivationFunction.HARD_SIGMOID
            : ActivationFunction.HARD_SIGMOID_OF_KERAS_2;
    boolean hardSilu =
        function == ActivationFunction.HARD_SILU && generation == KerasGeneration.KERAS_2;
    if (function == missing || hardSilu) {
      throw new IllegalArgumentException(
          "the activation %s of the other Keras cannot be written for %s, whose formula differs."
              .formatted(function.kerasName(), generation));
    }
    return put("activation", function.kerasName());
  }

  LayerFieldsWriter weight(String prefix, WeightOptions options) {
    ObjectNode initializer = object("keras.initializers", options.initializer().className());
    config.set(prefix + "_initializer", initializer);
    Regularizer regularizer = options.regularizer();
    if (regularizer.equals(Regularizer.NONE)) {
      return none(prefix + "_regularizer");
    }
    ObjectNode penalty =
        object(
            "keras.regularizers",
            regularizer.l1() == 0 ? "L2" : regularizer.l2() == 0 ? "L1" : "L1L2");
    ObjectNode factors = (ObjectNode) penalty.get("config");
    if (regularizer.l1() != 0) {
      factors.put("l1", regularizer.l1());
    }
    if (regularizer.l2() != 0) {
      factors.put("l2", regularizer.l2());
    }
    config.set(prefix + "_regularizer", penalty);
    return this;
  }

  /** Fields as {@link LayerFields#json} keeps them. */
  LayerFieldsWriter json(String fields) {
    try {
      config.setAll((ObjectNode) JSON.readTree(fields));
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalArgumentException("its arguments are not JSON: " + fields, e);
    }
    return this;
  }

  /** null if the size is unknown. */
  static ArrayNode sizes(Shape shape) {
    ArrayNode sizes = JsonNodeFactory.instance.arrayNode();
    for (long size : shape.asArray()) {
      if (size == Shape.UNKNOWN_SIZE) {
        sizes.addNull();
      } else {
        sizes.add(size);
      }
    }
    return sizes;
  }

  private ObjectNode object(String module, String className) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (generation == KerasGeneration.KERAS_3) {
      object.put("module", module);
    }
    object.put("class_name", className).putObject("config");
    if (generation == KerasGeneration.KERAS_3) {
      object.putNull("registered_name");
    }
    return object;
  }
}
