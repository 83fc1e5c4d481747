package org.thorax.model.keras.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thorax.ThoraxException;

/**
 * The order of Keras' {@code model.layers} (functional.py, {@code _map_graph_network}): by
 * descending depth, the longest path to an output, and within a depth by first visit of a
 * depth-first search from the outputs. Inputs without a path to an output are kept, first at depth
 * 0; other such layers are left out.
 */
final class LayerOrder {
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Integer> firstVisit = new HashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final List<Layer> inputsFirst = new ArrayList<>();

  private LayerOrder(Collection<Layer> layers) {
    for (Layer layer : layers) {
      if (this.layers.put(layer.name(), layer) != null) {
        throw new ThoraxException(
            "Two layers are named '%s'; the names of a model's layers must differ."
                .formatted(layer.name()));
      }
    }
  }

  static List<Layer> of(Collection<Layer> layers, List<String> inputs, List<String> outputs) {
    LayerOrder order = new LayerOrder(layers);
    outputs.forEach(output -> order.visit(output, "the model's outputs"));
    Map<String, Integer> depths = order.depths();
    for (String input : inputs) {
      order.layer(input, "the model's inputs");
      depths.putIfAbsent(input, 0);
      order.firstVisit.putIfAbsent(input, -1);
    }
    Comparator<String> byDepth = Comparator.comparing(depths::get, Comparator.reverseOrder());
    return depths.keySet().stream()
        .sorted(byDepth.thenComparing(order.firstVisit::get))
        .map(order.layers::get)
        .toList();
  }

  /** Depth-first search without recursion, because a chain of layers may exceed the stack. */
  private void visit(String start, String from) {
    Deque<Layer> path = new ArrayDeque<>();
    Deque<Iterator<String>> inputsLeft = new ArrayDeque<>();
    enter(start, from, path, inputsLeft);
    while (!path.isEmpty()) {
      Layer layer = path.peek();
      if (inputsLeft.element().hasNext()) {
        String input = inputsLeft.element().next();
        enter(input, "the inputs of layer '" + layer.name() + "'", path, inputsLeft);
      } else {
        inProgress.remove(layer.name());
        inputsFirst.add(layer);
        path.pop();
        inputsLeft.pop();
      }
    }
  }

  private void enter(
      String name, String from, Deque<Layer> path, Deque<Iterator<String>> inputsLeft) {
    if (inProgress.contains(name)) {
      throw new ThoraxException("Layer '%s' is part of a cycle.".formatted(name));
    }
    if (firstVisit.containsKey(name)) {
      return;
    }
    Layer layer = layer(name, from);
    firstVisit.put(name, firstVisit.size());
    inProgress.add(name);
    path.push(layer);
    inputsLeft.push(layer.inbound().iterator());
  }

  private Layer layer(String name, String from) {
    Layer layer = layers.get(name);
    if (layer == null) {
      throw new ThoraxException("There is no layer '%s', which %s name.".formatted(name, from));
    }
    return layer;
  }

  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new LinkedHashMap<>();
    for (int i = inputsFirst.size() - 1; i >= 0; i--) {
      Layer layer = inputsFirst.get(i);
      int below = depths.merge(layer.name(), 0, Math::max) + 1;
      layer.inbound().forEach(input -> depths.merge(input, below, Math::max));
    }
    return depths;
  }
}
