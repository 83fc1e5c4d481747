package org.thorax.model.keras.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A layer in the file's order, to find its weights.
 *
 * @param name its name in the file
 * @param className Keras' {@code class_name}
 * @param trainable its own flag in the file, also of a nested model; it determines the order in
 *     legacy files
 * @param graphLayer its name in the layer graph, which differs if layers of nested models have the
 *     same name; empty for nested models and their inputs, and for layers without a path to an
 *     output
 * @param nested the layers of a nested model
 */
public record LayerTree(
    String name,
    String className,
    boolean trainable,
    Optional<String> graphLayer,
    List<LayerTree> nested) {
  public LayerTree {
    nested = List.copyOf(nested);
  }

  /** Without the layers that the graph left out. */
  LayerTree within(Set<String> graphLayers) {
    return new LayerTree(
        name,
        className,
        trainable,
        graphLayer.filter(graphLayers::contains),
        nested.stream().map(layer -> layer.within(graphLayers)).toList());
  }
}
