package org.thorax.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Keras' names of the arrays that go with each trainable variable, in Keras' order: those of one
   * group stand variable by variable, the groups one after the other ({@code build} of tf_keras'
   * optimizers). Empty for an optimizer that Thorax does not know.
   */
  public List<List<String>> slotGroups() {
    List<List<String>> groups = new ArrayList<>(ownGroups());
    if (isTrue("use_ema")) {
      groups.add(List.of("average"));
    }
    return groups;
  }

  private List<List<String>> ownGroups() {
    return kind().map(kind -> kind.slotGroups(this)).orElse(List.of());
  }

  /** Its kind; empty for an optimizer that Thorax does not know. */
  public Optional<OptimizerKind> kind() {
    return OptimizerKind.of(className);
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
    return kind().filter(OptimizerKind::isInKeras).isPresent() && !isTrue("use_ema");
  }

  /** A number among the arguments. */
  public double number(String argument, double otherwise) {
    return arguments.get(argument) instanceof Number number ? number.doubleValue() : otherwise;
  }

  boolean isTrue(String argument) {
    return Boolean.TRUE.equals(arguments.get(argument));
  }
}
