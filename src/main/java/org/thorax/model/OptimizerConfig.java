package org.thorax.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An optimizer in Keras' words, as its {@code get_config} has it.
 *
 * @param className Keras' class, {@code Adam}
 * @param learningRate at the moment
 * @param arguments the others by Keras' names, numbers and truth values, sorted; what is missing is
 *     Keras' default
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

  /** SGD whose momentum is 0: its array is there in Keras 2 but means nothing. */
  public boolean isPlainSgd() {
    return className.equals("SGD") && number("momentum", 0) == 0;
  }

  /** Whether Thorax knows which arrays this optimizer has in Keras, and in which order. */
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
