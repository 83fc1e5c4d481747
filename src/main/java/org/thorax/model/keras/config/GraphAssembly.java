package org.thorax.model.keras.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * Assembles the layers of a model and of its nested models in one graph. Layers without weights
 * that are called more than once become one layer per call.
 */
final class GraphAssembly {
  private final LayerReader reader;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<String> inferenceCalls = new ArrayList<>();
  private ModelCalls top;

  GraphAssembly(LayerReader reader) {
    this.reader = reader;
  }

  /** Adds the outermost model. */
  List<LayerTree> add(ModelDefinition model) {
    model.layers().forEach(layer -> names.add(layer.name()));
    top = new ModelCalls(this, model, "", List.of(), model.trainable(), false);
    return top.run();
  }

  /** The assembled graph. */
  LayerGraph graph(ModelDefinition model) {
    List<String> inputs = model.inputs().stream().map(top::tensor).toList();
    return new LayerGraph(
        model.name(),
        List.copyOf(layers.values()),
        inputs,
        model.outputs().stream().map(top::tensor).toList());
  }

  /**
   * Adds one call of a layer and returns its name in the graph.
   *
   * @param trainable false if the outermost model is frozen
   * @param inferenceMode whether it is called with training=False
   */
  String add(
      LayerDefinition definition,
      String name,
      List<String> inbound,
      int call,
      boolean trainable,
      boolean inferenceMode) {
    LayerConfig config = reader.read(definition);
    Layer layer =
        new Layer(
            name,
            config,
            inbound,
            trainable && definition.trainable(),
            inferenceMode && config.differsInTraining());
    List<Shape> inputs = inbound.stream().map(shapes::get).toList();
    if (call > 0 && !layer.weights(inputs).isEmpty()) {
      throw new ThoraxException(
          "%s is called more than once; layers that share weights between calls are not supported."
              .formatted(LayerKinds.title(definition)));
    }
    shapes.put(name, layer.outputShape(inputs));
    layers.put(name, layer);
    return name;
  }

  /** Records that the file calls this layer with training=False. */
  void calledForInference(LayerDefinition definition) {
    inferenceCalls.add(LayerKinds.title(definition));
  }

  /** The layers that are called with training=False, in order. */
  List<String> inferenceCalls() {
    return List.copyOf(inferenceCalls);
  }

  /** A unique name: the given one, inside its model, or a numbered one. */
  String uniqueName(String name, String scope) {
    String unique = names.contains(name) && !scope.isEmpty() ? scope + "_" + name : name;
    for (int i = 1; !names.add(unique); i++) {
      unique = name + "_call_" + i;
    }
    return unique;
  }
}
