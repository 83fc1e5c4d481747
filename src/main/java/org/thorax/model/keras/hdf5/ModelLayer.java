package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.model.Variable;

/**
 * A layer of a model, as in Keras' files.
 *
 * @param name Keras' layer name
 * @param className Keras' class, {@code Conv2D}; empty if unknown
 * @param variables in Keras' order: trainable ones first; empty for a layer without weights
 * @param names of the variables in a legacy file, {@code conv1/kernel}, unless a layer was renamed
 */
public record ModelLayer(
    String name, String className, List<Variable> variables, List<String> names) {
  /** Copies the lists. */
  public ModelLayer {
    variables = List.copyOf(variables);
    names = List.copyOf(names);
  }

  /** A layer that is not a model itself. */
  public ModelLayer(String name, String className, List<Variable> variables) {
    this(name, className, variables, variables.stream().map(Variable::name).toList());
  }

  /** The layers that variables named {@code layer/weight} belong to, in order of first mention. */
  public static List<ModelLayer> of(List<Variable> variables) {
    Map<String, List<Variable>> byLayer = new LinkedHashMap<>();
    for (Variable variable : variables) {
      String layer = variable.name().replaceFirst("/[^/]*$", "");
      byLayer.computeIfAbsent(layer, key -> new ArrayList<>()).add(variable);
    }
    return byLayer.entrySet().stream()
        .map(layer -> new ModelLayer(layer.getKey(), "", layer.getValue()))
        .toList();
  }

  /**
   * Keras 3's path of each layer: the class in snake case, numbered from the second one on ({@code
   * keras/src/saving/saving_lib.py}, {@code _save_container_state}).
   *
   * @param layers all layers of the model in the order of {@code model.layers}
   */
  public static List<String> paths(List<ModelLayer> layers) {
    Map<String, Integer> used = new HashMap<>();
    List<String> paths = new ArrayList<>();
    for (ModelLayer layer : layers) {
      String name = snakeCase(layer.className);
      int number = used.merge(name, 1, Integer::sum) - 1;
      paths.add(number == 0 ? name : name + "_" + number);
    }
    return paths;
  }

  /** Keras' {@code to_snake_case}. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
