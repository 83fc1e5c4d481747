package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.CustomScaleLayer;
import org.thorax.model.keras.layers.InputLayer;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerNormalization;
import org.thorax.model.keras.layers.LayerScale;
import org.thorax.model.keras.layers.SpatialDropout2D;
import org.thorax.model.keras.layers.StochasticDepth;

/** Writes a layer graph as the configuration of a functional Keras model. */
public final class KerasConfigWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final KerasGeneration generation;
  private final Map<String, Shape> shapes;

  private KerasConfigWriter(KerasGeneration generation, Map<String, Shape> shapes) {
    this.generation = generation;
    this.shapes = shapes;
  }

  /**
   * The JSON of {@code model_config} in an {@code .h5} file (in Keras 2's format, which Keras 3
   * opens as well if no name contains a slash) or of {@code config.json} in a {@code .keras} file
   * (in Keras 3's format, with the names of {@link Keras3Names}).
   *
   * @throws ThoraxException naming a layer that this Keras version does not have
   */
  public static String write(LayerGraph model, KerasGeneration generation) {
    LayerGraph named = generation == KerasGeneration.KERAS_3 ? Keras3Names.of(model) : model;
    return new KerasConfigWriter(generation, named.shapes()).model(named).toString();
  }

  private ObjectNode model(LayerGraph model) {
    ObjectNode json = JSON.objectNode();
    if (generation == KerasGeneration.KERAS_3) {
      json.put("module", "keras.src.models.functional");
    }
    json.put("class_name", "Functional");
    ObjectNode config = json.putObject("config").put("name", model.name());
    if (generation == KerasGeneration.KERAS_2) {
      // Keras 3 would apply it to every layer and lose which ones are frozen.
      config.put("trainable", true);
    }
    ArrayNode layers = config.putArray("layers");
    model.layers().forEach(layer -> layers.add(layer(layer)));
    ends(config.putArray("input_layers"), model.inputs());
    ends(config.putArray("output_layers"), model.outputs());
    if (generation == KerasGeneration.KERAS_3) {
      json.put("registered_name", "Functional");
    }
    return json;
  }

  private ObjectNode layer(Layer layer) {
    if (OperationWriter.isOne(layer.config())) {
      return generation == KerasGeneration.KERAS_2
          ? OperationWriter.keras2(layer)
          : OperationWriter.keras3(layer, this::kerasTensor);
    }
    ObjectNode json = JSON.objectNode();
    boolean scale = layer.config() instanceof CustomScaleLayer;
    boolean convNext =
        layer.config() instanceof LayerScale || layer.config() instanceof StochasticDepth;
    boolean third = generation == KerasGeneration.KERAS_3 || scale || losesItsAxis(layer);
    if (third) {
      json.put("module", module(layer));
    }
    // Not a class of Keras: tf_keras finds it by its registered name, Keras 3 by its module.
    boolean registered = scale && generation == KerasGeneration.KERAS_2;
    json.put("class_name", (registered ? "Custom>" : "") + layer.config().className());
    json.set("config", config(layer));
    if (third) {
      json.put("registered_name", scale || convNext ? layer.config().className() : null);
    }
    json.put("name", layer.name());
    ArrayNode calls = json.putArray("inbound_nodes");
    if (!layer.inbound().isEmpty()) {
      calls.add(generation == KerasGeneration.KERAS_2 ? keras2Call(layer) : keras3Call(layer));
    }
    return json;
  }

  private static String module(Layer layer) {
    if (layer.config() instanceof CustomScaleLayer) {
      return "keras.src.applications.inception_resnet_v2";
    }
    boolean convNext =
        layer.config() instanceof LayerScale || layer.config() instanceof StochasticDepth;
    return convNext ? "keras.src.applications.convnext" : "keras.layers";
  }

  /**
   * Whether Keras 3 would lose the axis in Keras 2's format, of which it only keeps lists of one
   * axis. It reads its own format of a single layer correctly, and so does tf_keras.
   */
  private boolean losesItsAxis(Layer layer) {
    if (layer.config() instanceof Concatenate concatenate) {
      int last = shapes.get(layer.name()).numDimensions() - 1;
      return concatenate.axis() != -1 && concatenate.axis() != last;
    }
    return layer.config() instanceof LayerNormalization normalization
        && normalization.axes().size() > 1;
  }

  private ObjectNode config(Layer layer) {
    ObjectNode config = JSON.objectNode().put("name", layer.name());
    // Not an argument of Keras 3's SpatialDropout2D, unlike all its other layers.
    if (!(layer.config() instanceof InputLayer || layer.config() instanceof SpatialDropout2D)) {
      config.put("trainable", layer.trainable());
    }
    config.put("dtype", "float32");
    try {
      LayerKinds.of(layer.config())
          .write(layer.config(), new LayerFieldsWriter(config, generation));
    } catch (IllegalArgumentException e) {
      throw new ThoraxException(
          "Layer '%s' (%s): %s".formatted(layer.name(), layer.config().className(), e.getMessage()),
          e);
    }
    return config;
  }

  private static ArrayNode keras2Call(Layer layer) {
    ArrayNode call = JSON.arrayNode();
    layer.inbound().forEach(input -> call.add(history(input).add(keywords(layer))));
    return call;
  }

  /** A merging layer takes a list, even of one tensor. */
  private ObjectNode keras3Call(Layer layer) {
    ObjectNode call = JSON.objectNode();
    ArrayNode arguments = call.putArray("args");
    boolean merges =
        layer.inbound().size() > 1
            || MergingKinds.ALL.stream().anyMatch(kind -> kind.type().isInstance(layer.config()));
    ArrayNode tensors = merges ? arguments.addArray() : arguments;
    layer.inbound().forEach(input -> tensors.add(kerasTensor(input)));
    call.set("kwargs", keywords(layer));
    return call;
  }

  private static ObjectNode keywords(Layer layer) {
    boolean inference = layer.inferenceMode() && layer.config().differsInTraining();
    return inference ? JSON.objectNode().put("training", false) : JSON.objectNode();
  }

  private ObjectNode kerasTensor(String layer) {
    ObjectNode tensor = JSON.objectNode().put("class_name", "__keras_tensor__");
    ObjectNode config = tensor.putObject("config");
    config.set("shape", LayerFieldsWriter.sizes(shapes.get(layer)));
    config.put("dtype", "float32").set("keras_history", history(layer));
    return tensor;
  }

  private static void ends(ArrayNode ends, List<String> layers) {
    layers.forEach(layer -> ends.add(history(layer)));
  }

  private static ArrayNode history(String layer) {
    return JSON.arrayNode().add(layer).add(0).add(0);
  }
}
