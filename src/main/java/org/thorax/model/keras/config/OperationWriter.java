package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.thorax.model.keras.layers.Arithmetic;
import org.thorax.model.keras.layers.GetItem;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.Reduction;
import org.thorax.model.keras.layers.Resizing;
import org.thorax.model.keras.layers.Stack;

/**
 * Writes operations that are not Keras layers as function calls: TFOpLambda in Keras 2, an
 * operation in Keras 3.
 */
final class OperationWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** TensorFlow's function and Keras 3's class. */
  private record Names(String function, String className) {}

  private static final Map<Arithmetic.Function, Names> ARITHMETIC =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Arithmetic.Function.DIVIDE, new Names("math.truediv", "TrueDivide")),
              Map.entry(Arithmetic.Function.MAXIMUM, new Names("math.maximum", "Maximum")),
              Map.entry(Arithmetic.Function.MINIMUM, new Names("math.minimum", "Minimum")),
              Map.entry(Arithmetic.Function.POWER, new Names("math.pow", "Power")),
              Map.entry(Arithmetic.Function.CLIP, new Names("clip_by_value", "Clip")),
              Map.entry(Arithmetic.Function.ABSOLUTE, new Names("math.abs", "Absolute")),
              Map.entry(Arithmetic.Function.SQUARE, new Names("math.square", "Square")),
              Map.entry(Arithmetic.Function.SQRT, new Names("math.sqrt", "Sqrt")),
              Map.entry(Arithmetic.Function.RSQRT, new Names("math.rsqrt", "Rsqrt")),
              Map.entry(Arithmetic.Function.EXP, new Names("math.exp", "Exp")),
              Map.entry(Arithmetic.Function.LOG, new Names("math.log", "Log"))));

  private OperationWriter() {}

  /** Whether Keras does not have a layer for it. */
  static boolean isOne(LayerConfig config) {
    return config instanceof Arithmetic
        || config instanceof Reduction
        || config instanceof GetItem
        || config instanceof Stack
        || (config instanceof Resizing resizing && resizing.antialias());
  }

  /** A layer of a configuration in the format of Keras 2. */
  static ObjectNode keras2(Layer layer) {
    ObjectNode keywords = JSON.objectNode();
    Names names = names(layer.config());
    ArrayNode call = JSON.arrayNode();
    if (layer.config() instanceof Arithmetic arithmetic) {
      call = keras2Call(layer, arithmetic, keywords);
    } else if (layer.config() instanceof Stack stack) {
      keywords.put("axis", stack.axis());
      for (String input : layer.inbound()) {
        call.add(history(input).add(keywords));
      }
    } else {
      own(layer.config(), KerasGeneration.KERAS_2, keywords);
      call = history(layer.inbound().get(0)).add(keywords);
    }
    boolean slicing = layer.config() instanceof GetItem;
    ObjectNode json =
        JSON.objectNode().put("class_name", slicing ? "SlicingOpLambda" : "TFOpLambda");
    json.putObject("config")
        .put("name", layer.name())
        .put("trainable", layer.trainable())
        .put("dtype", "float32")
        .put("function", names.function());
    json.put("name", layer.name()).putArray("inbound_nodes").add(call);
    return json;
  }

  /** A layer of a configuration in the format of Keras 3. */
  static ObjectNode keras3(Layer layer, Function<String, JsonNode> tensor) {
    Names names = names(layer.config());
    boolean math = layer.config().equals(Arithmetic.of(Arithmetic.Function.RSQRT));
    String module = math ? "math" : layer.config() instanceof Resizing ? "image" : "numpy";
    ObjectNode json =
        JSON.objectNode()
            .put("module", "keras.src.ops." + module)
            .put("class_name", names.className());
    ObjectNode config = json.putObject("config");
    json.put("registered_name", names.className()).put("name", layer.name());
    ObjectNode call = json.putArray("inbound_nodes").addObject();
    ArrayNode arguments = call.putArray("args");
    call.putObject("kwargs");
    ArrayNode tensors = layer.config() instanceof Stack ? arguments.addArray() : arguments;
    layer.inbound().forEach(input -> tensors.add(tensor.apply(input)));
    if (layer.config() instanceof Arithmetic arithmetic) {
      keras3Constant(arithmetic, config, arguments);
    } else if (layer.config() instanceof GetItem item) {
      arguments.add(Slices.write(item.indices(), KerasGeneration.KERAS_3));
    } else {
      own(layer.config(), KerasGeneration.KERAS_3, config);
    }
    if (config.isEmpty()) {
      config.put("name", layer.name());
    }
    return json;
  }

  private static Names names(LayerConfig config) {
    if (config instanceof Arithmetic arithmetic) {
      return ARITHMETIC.get(arithmetic.function());
    }
    if (config instanceof Reduction reduction) {
      String name = reduction.function().op();
      return new Names("math.reduce_" + name.toLowerCase(Locale.ROOT), name);
    }
    if (config instanceof Resizing) {
      return new Names("image.resize", "Resize");
    }
    return config instanceof GetItem
        ? new Names("__operators__.getitem", "GetItem")
        : new Names("stack", "Stack");
  }

  private static void own(LayerConfig config, KerasGeneration generation, ObjectNode fields) {
    if (config instanceof Reduction reduction) {
      ArrayNode axes = fields.putArray("axis");
      reduction.axes().forEach(axes::add);
      fields.put("keepdims", reduction.keepDimensions());
    } else if (config instanceof GetItem item) {
      fields.set("slice_spec", Slices.write(item.indices(), generation));
    } else if (config instanceof Stack stack) {
      fields.put("axis", stack.axis());
    } else if (config instanceof Resizing resizing) {
      resize(resizing, generation, fields);
    }
  }

  /** The layer does not have antialias. */
  private static void resize(Resizing layer, KerasGeneration generation, ObjectNode fields) {
    String interpolation = layer.interpolation().name().toLowerCase(Locale.ROOT);
    fields.putArray("size").add(layer.size().height()).add(layer.size().width());
    fields.put("antialias", true);
    if (generation == KerasGeneration.KERAS_2) {
      if (layer.fit() != Resizing.Fit.DISTORT) {
        throw new IllegalArgumentException(
            "its aspect ratio cannot be kept in a file of KERAS_2; take .keras.");
      }
      fields.put("method", interpolation);
      return;
    }
    fields
        .put("interpolation", interpolation)
        .put("crop_to_aspect_ratio", layer.fit() == Resizing.Fit.CROP)
        .put("pad_to_aspect_ratio", layer.fit() == Resizing.Fit.PAD)
        .put("fill_value", layer.fillValue());
  }

  private static ArrayNode keras2Call(Layer layer, Arithmetic arithmetic, ObjectNode keywords) {
    List<Double> constant = arithmetic.constant();
    if (arithmetic.function() == Arithmetic.Function.CLIP) {
      keywords.put("clip_value_min", constant.get(0)).put("clip_value_max", constant.get(1));
    } else if (!constant.isEmpty() && arithmetic.constantFirst()) {
      keywords.set("y", history(layer.inbound().get(0)));
      return JSON.arrayNode().add("_CONSTANT_VALUE").add(-1).add(number(constant)).add(keywords);
    } else if (!constant.isEmpty()) {
      keywords.set("y", number(constant));
    } else if (arithmetic.function().isBinary()) {
      keywords.set("y", history(layer.inbound().get(1)));
    }
    return history(layer.inbound().get(0)).add(keywords);
  }

  private static void keras3Constant(
      Arithmetic arithmetic, ObjectNode config, ArrayNode arguments) {
    List<Double> constant = arithmetic.constant();
    if (arithmetic.function() == Arithmetic.Function.CLIP) {
      config.put("x_min", constant.get(0)).put("x_max", constant.get(1));
      return;
    }
    if (constant.isEmpty()) {
      return;
    }
    JsonNode value = number(constant);
    if (value.isArray()) {
      ObjectNode array = JSON.objectNode().put("class_name", "__numpy__");
      array.putObject("config").put("dtype", "float32").set("value", value);
      value = array;
    }
    arguments.insert(arithmetic.constantFirst() ? 0 : 1, value);
  }

  private static JsonNode number(List<Double> constant) {
    if (constant.size() == 1) {
      return JSON.numberNode(constant.get(0));
    }
    ArrayNode array = JSON.arrayNode();
    constant.forEach(array::add);
    return array;
  }

  private static ArrayNode history(String layer) {
    return JSON.arrayNode().add(layer).add(0).add(0);
  }
}
