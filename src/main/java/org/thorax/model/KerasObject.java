package org.thorax.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A loss or a metric in Keras' terms: only a function's name, or a class with its arguments.
 *
 * @param name {@code binary_crossentropy}, {@code AUC}
 * @param arguments by Keras' names: texts, numbers, booleans; sorted
 */
public record KerasObject(String name, Map<String, Object> arguments) {
  /** Copies the arguments. */
  public KerasObject {
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  /** An object without arguments. */
  public static KerasObject named(String name) {
    return new KerasObject(name, Map.of());
  }
}
