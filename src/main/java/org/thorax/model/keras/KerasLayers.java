package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.thorax.model.Variable;
import org.thorax.model.keras.config.KerasModelConfig;
import org.thorax.model.keras.config.LayerTree;
import org.thorax.model.keras.hdf5.KerasWeightsFile;
import org.thorax.model.keras.hdf5.ModelLayer;
import org.thorax.model.keras.hdf5.WeightMatch;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * A model's layers in Keras' weight files, and their positions in such a file.
 *
 * @param topLevel the layers of {@code model.layers}; a nested model is one layer with all its
 *     weights in the order of legacy files
 * @param places all layers with weights by Keras 3's path
 */
record KerasLayers(List<ModelLayer> topLevel, Map<String, ModelLayer> places) {

  /** A model without nested models. */
  static KerasLayers of(LayerGraph graph) {
    List<ModelLayer> layers = List.copyOf(byName(graph).values());
    List<String> paths = ModelLayer.paths(layers);
    Map<String, ModelLayer> places = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).variables().isEmpty()) {
        places.put(paths.get(i), layers.get(i));
      }
    }
    return new KerasLayers(layers, places);
  }

  /** A model as in its file's configuration. */
  static KerasLayers of(KerasModelConfig config) {
    Map<String, ModelLayer> known = byName(config.graph());
    List<ModelLayer> topLevel =
        config.layers().stream()
            .map(layer -> ordered(layer, LegacyOrder.of(layer, config.generation(), known)))
            .toList();
    Map<String, ModelLayer> places = new LinkedHashMap<>();
    addPlaces(config.layers(), "", known, places);
    return new KerasLayers(topLevel, places);
  }

  /** The variables with optimizer state, in Keras' order. */
  List<Variable> trainable() {
    return places.values().stream()
        .flatMap(layer -> layer.variables().stream())
        .filter(Variable::trainable)
        .toList();
  }

  /** Maps the file's arrays to variables: by position in legacy files, else by path. */
  WeightMatch match(KerasWeightsFile file) {
    return switch (file.kind()) {
      case LEGACY_MODEL, LEGACY_WEIGHTS -> WeightMatch.byPosition(file, topLevel);
      case WEIGHTS, ARCHIVE -> WeightMatch.byPath(file, places);
    };
  }

  private static Map<String, ModelLayer> byName(LayerGraph graph) {
    Map<String, Shape> shapes = graph.shapes();
    Map<String, ModelLayer> layers = new LinkedHashMap<>();
    for (Layer layer : graph.layers()) {
      List<Shape> inputs = layer.inbound().stream().map(shapes::get).toList();
      List<Variable> variables =
          layer.weights(inputs).stream().map(LayerGraphFlattener::variable).toList();
      layers.put(layer.name(), new ModelLayer(layer.name(), layer.config().className(), variables));
    }
    return layers;
  }

  private static ModelLayer ordered(LayerTree layer, List<LegacyOrder> weights) {
    return new ModelLayer(
        layer.name(),
        layer.className(),
        weights.stream().map(LegacyOrder::variable).toList(),
        weights.stream().map(LegacyOrder::name).toList());
  }

  private static void addPlaces(
      List<LayerTree> layers,
      String prefix,
      Map<String, ModelLayer> known,
      Map<String, ModelLayer> places) {
    List<ModelLayer> named = new ArrayList<>();
    layers.forEach(layer -> named.add(new ModelLayer(layer.name(), layer.className(), List.of())));
    List<String> paths = ModelLayer.paths(named);
    for (int i = 0; i < layers.size(); i++) {
      LayerTree layer = layers.get(i);
      String path = prefix + paths.get(i);
      addPlaces(layer.nested(), path + "/", known, places);
      layer
          .graphLayer()
          .map(known::get)
          .filter(each -> !each.variables().isEmpty())
          .ifPresent(each -> places.put(path, each));
    }
  }
}
