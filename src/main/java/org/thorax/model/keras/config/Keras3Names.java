package org.thorax.model.keras.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * Layer names for Keras 3, which refuses the slashes that Keras 2 allowed, in particular in
 * DenseNet's {@code conv1/conv}, and itself names that layer {@code conv1_conv}.
 */
final class Keras3Names {
  private Keras3Names() {}

  /** The model with _ instead of / in its layers' names, numbered if that name is taken. */
  public static LayerGraph of(LayerGraph model) {
    Set<String> taken = new HashSet<>();
    for (Layer layer : model.layers()) {
      if (isPlain(layer.name())) {
        taken.add(layer.name());
      }
    }
    Map<String, String> names = new HashMap<>();
    for (Layer layer : model.layers()) {
      String name = layer.name();
      names.put(name, isPlain(name) ? name : free(name.replace('/', '_'), taken));
    }
    return renamed(model, names);
  }

  private static boolean isPlain(String name) {
    return name.indexOf('/') < 0;
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 1; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static LayerGraph renamed(LayerGraph model, Map<String, String> names) {
    List<Layer> layers =
        model.layers().stream()
            .map(
                layer ->
                    layer.renamed(
                        names.get(layer.name()), layer.inbound().stream().map(names::get).toList()))
            .toList();
    return new LayerGraph(
        model.name(),
        layers,
        model.inputs().stream().map(names::get).toList(),
        model.outputs().stream().map(names::get).toList());
  }
}
