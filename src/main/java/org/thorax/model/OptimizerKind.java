package org.thorax.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The optimizers, by Keras' names of their classes. Names of benchmarks, Keras files and messages
 * read their words here: a new one is an entry and its class in {@code training.optimizer}, which
 * the compiler then asks for.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
public enum OptimizerKind {
  /** Kingma and Ba 2015. */
  ADAM(
      new Entry(
          "Adam",
          "Adam",
          true,
          Set.of("beta_1", "beta_2", "epsilon", "amsgrad"),
          OptimizerKind::moments)),
  /** Loshchilov and Hutter 2019. */
  ADAMW(
      new Entry(
          "AdamW",
          "AdamW",
          true,
          Set.of("beta_1", "beta_2", "epsilon", "amsgrad", "weight_decay"),
          OptimizerKind::moments)),
  /** Stochastic gradient descent. Without momentum Keras 2 has its array all the same. */
  SGD(
      new Entry(
          "SGD",
          "stochastic gradient descent",
          true,
          Set.of("momentum", "nesterov"),
          config -> List.of(List.of("m")))),
  /** Hinton 2012. */
  RMSPROP(
      new Entry(
          "RMSprop",
          "RMSprop",
          true,
          Set.of("rho", "momentum", "epsilon", "centered"),
          OptimizerKind::meanSquares)),
  /** Yuan et al. 2021, for the AUC margin; not in Keras. */
  PESG(
      new Entry(
          "PESG",
          "PESG",
          false,
          Set.of("epoch_decay", "weight_decay", "clip_value", "steps_per_stage"),
          config -> List.of(List.of("drift", "drift_sum"))));

  /**
   * What there is to know of an optimizer beside its rule.
   *
   * @param kerasName its class in Keras, and its token in a benchmark's name
   * @param meaning what the token means, for users
   * @param inKeras whether Keras has it
   * @param arguments its own by Keras' names
   * @param arrays its arrays, {@link OptimizerConfig#slotGroups}
   */
  private record Entry(
      String kerasName,
      String meaning,
      boolean inKeras,
      Set<String> arguments,
      Function<OptimizerConfig, List<List<String>>> arrays) {
    Entry {
      if (!kerasName.matches("[A-Za-z]+") || meaning.isBlank()) {
        throw new IllegalArgumentException("No name of an optimizer: " + kerasName);
      }
      arguments = Set.copyOf(arguments);
    }
  }

  private final Entry entry;

  OptimizerKind(Entry entry) {
    this.entry = entry;
  }

  /** The kind of Keras' class; empty for one that Thorax does not know. */
  public static Optional<OptimizerKind> of(String kerasName) {
    return Arrays.stream(values()).filter(kind -> kind.kerasName().equals(kerasName)).findFirst();
  }

  /** Keras' name of its class, and its token in a benchmark's name. */
  public String kerasName() {
    return entry.kerasName();
  }

  /** What the token means, in words. */
  public String meaning() {
    return entry.meaning();
  }

  /** Whether Keras has it. */
  public boolean isInKeras() {
    return entry.inKeras();
  }

  /** The names of its own arguments, beside those that every optimizer has. */
  public Set<String> arguments() {
    return entry.arguments();
  }

  /** The arrays beside those that every optimizer may have, {@link OptimizerConfig#slotGroups}. */
  List<List<String>> slotGroups(OptimizerConfig config) {
    return entry.arrays().apply(config);
  }

  private static List<List<String>> moments(OptimizerConfig config) {
    return config.isTrue("amsgrad")
        ? List.of(List.of("m", "v"), List.of("vhat"))
        : List.of(List.of("m", "v"));
  }

  private static List<List<String>> meanSquares(OptimizerConfig config) {
    List<List<String>> groups = new ArrayList<>(List.of(List.of("velocity")));
    if (config.number("momentum", 0) > 0) {
      groups.add(List.of("momentum"));
    }
    if (config.isTrue("centered")) {
      groups.add(List.of("average_gradient"));
    }
    return groups;
  }
}
