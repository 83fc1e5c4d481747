package org.thorax.keras.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;
import org.thorax.keras.layers.BatchNormalization;
import org.thorax.keras.layers.Layer;
import org.thorax.keras.layers.LayerConfig;
import org.thorax.keras.layers.LayerGraph;

/**
 * The layers of a model and of the models in it, in one graph. Layers without weights that are
 * called more than once become one layer per call.
 */
final class GraphAssembly {
  private final LayerReader reader;
  private final List<String> notes;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private ModelCalls top;

  GraphAssembly(LayerReader reader, List<String> notes) {
    this.reader = reader;
    this.notes = notes;
  }

  /** Adds the outermost model. */
  List<StoredLayer> add(ModelDefinition model) {
    model.layers().forEach(layer -> names.add(layer.name()));
    top = new ModelCalls(this, model, "", List.of(), model.trainable(), false);
    return top.run();
  }

  /** The graph of what was added. */
  LayerGraph graph(ModelDefinition model) {
    List<String> inputs = model.inputs().stream().map(top::tensor).toList();
    return new LayerGraph(
        model.name(),
        List.copyOf(layers.values()),
        inputs,
        model.outputs().stream().map(top::tensor).toList());
  }

  /** One call of a layer; returns its name in the graph. */
  String add(
      LayerDefinition definition, String name, List<String> inbound, int call, boolean frozen) {
    LayerConfig config = reader.read(definition);
    boolean trainable = !frozen && definition.config().path("trainable").asBoolean(true);
    Layer layer = new Layer(name, config, inbound, trainable);
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

  /** Whether a frozen layer takes the place of this one, called with training=False. */
  boolean freezes(LayerDefinition definition) {
    boolean batchNormalization =
        definition.className().startsWith(BatchNormalization.class.getSimpleName());
    if (batchNormalization && definition.config().path("trainable").asBoolean(true)) {
      notes.add(
          LayerKinds.title(definition)
              + ": is called with training=False and read as frozen, its gamma and beta too.");
    }
    return batchNormalization;
  }

  /** A name that no other layer has: the given one, within its model, or counted on. */
  String uniqueName(String name, String scope) {
    String unique = names.contains(name) && !scope.isEmpty() ? scope + "_" + name : name;
    for (int i = 1; !names.add(unique); i++) {
      unique = name + "_call_" + i;
    }
    return unique;
  }
}
