package org.thorax.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An optimizer in Keras' terms, as in its {@code get_config}.
 *
 * @param className Keras' class, {@code Adam}
 * @param learningRate the current learning rate
 * @param arguments the others by Keras' names, numbers and booleans, sorted; missing ones have
 *     Keras' defaults
 */
public record OptimizerConfig(
    String className, double learningRate, Map<String, Object> arguments) {
  /** Copies the arguments. */
  public OptimizerConfig {
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  /**
   * Keras' names of the state arrays of each trainable variable, in Keras' order: the arrays of one
   * group are ordered by variable, and the groups follow each other ({@code build} of tf_keras'
   * optimizers). To add an optimizer, add a line here. Empty for an unknown optimizer.
   */
  public List<List<String>> slotGroups() {
    List<List<String>> groups = new ArrayList<>(ownGroups());
    if (isTrue("use_ema")) {
      groups.add(List.of("average"));
    }
    return groups;
  }

  private List<List<String>> ownGroups() {
    return switch (className) {
      case "Adam", "AdamW" ->
          isTrue("amsgrad")
              ? List.of(List.of("m", "v"), List.of("vhat"))
              : List.of(List.of("m", "v"));
      case "SGD" -> List.of(List.of("m"));
      case "RMSprop" -> {
        List<List<String>> groups = new ArrayList<>(List.of(List.of("velocity")));
        if (number("momentum", 0) > 0) {
          groups.add(List.of("momentum"));
        }
        if (isTrue("centered")) {
          groups.add(List.of("average_gradient"));
        }
        yield groups;
      }
      case "PESG" -> List.of(List.of("drift", "drift_sum"));
      default -> List.of();
    };
  }

  /** The names of {@link #slotGroups} in one list. */
  public List<String> slots() {
    return slotGroups().stream().flatMap(List::stream).toList();
  }

  /** SGD with momentum 0: its array exists in Keras 2 but is not used. */
  public boolean isPlainSgd() {
    return className.equals("SGD") && number("momentum", 0) == 0;
  }

  /** Whether Thorax knows the state arrays of this optimizer in Keras, and their order. */
  public boolean isKnown() {
    return !ownGroups().isEmpty() && !isTrue("use_ema") && !className.equals("PESG");
  }

  /** A number among the arguments. */
  public double number(String argument, double otherwise) {
    return arguments.get(argument) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private boolean isTrue(String argument) {
    return Boolean.TRUE.equals(arguments.get(argument));
  }
}
