package org.thorax.keras.hdf5;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.network.Variable;

/**
 * Finds an optimizer's state among its arrays. The counter comes first, then perhaps the learning
 * rate. Keras 3 and Keras 2's newer optimizers go on variable by variable, Keras 2's older ones
 * ({@code Adam/iter:0}) slot by slot.
 */
final class StoredOptimizer {
  private StoredOptimizer() {}

  static OptimizerState state(String file, List<StoredWeight> weights, List<Variable> trainable) {
    StoredWeight counter = weights.get(0);
    if (!counter.isInteger()) {
      throw new ThoraxException(
          "Expected an optimizer's counter first in %s, found '%s'; save the model again."
              .formatted(file, counter.name()));
    }
    boolean hasRate = weights.size() > 1 && isLearningRate(weights, trainable);
    List<StoredWeight> arrays = weights.subList(hasRate ? 2 : 1, weights.size());
    int variables = trainable.size();
    if (variables == 0 ? !arrays.isEmpty() : arrays.size() % variables != 0) {
      throw new ThoraxException(
          "Expected optimizer arrays for %d trainable variables in %s, found %d arrays; the file is of another model or another part of it was trained."
              .formatted(variables, file, arrays.size()));
    }
    int slots = variables == 0 ? 0 : arrays.size() / variables;
    boolean slotBySlot = counter.name().matches("(.*/)?iter(ations)?(:0)?") && isOld(arrays);
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < variables; i++) {
      index.put(trainable.get(i).name(), i);
      for (int slot = 0; slot < slots; slot++) {
        check(file, arrays.get(place(slotBySlot, slot, i, slots, variables)), trainable.get(i));
      }
    }
    return new OptimizerState(
        kind(weights),
        counter.integer(),
        hasRate ? Optional.of(weights.get(1).floats()[0]) : Optional.empty(),
        slots == 1 ? List.of("m") : List.of("m", "v", "vhat").subList(0, Math.min(slots, 3)),
        (slot, variable) ->
            arrays
                .get(place(slotBySlot, slot, index.get(variable.name()), slots, variables))
                .floats());
  }

  private static int place(boolean slotBySlot, int slot, int variable, int slots, int variables) {
    return slotBySlot ? slot * variables + variable : variable * slots + slot;
  }

  /** A scalar that no variable could own. */
  private static boolean isLearningRate(List<StoredWeight> weights, List<Variable> trainable) {
    StoredWeight second = weights.get(1);
    boolean named = second.name().contains("learning_rate");
    boolean spare = trainable.isEmpty() || (weights.size() - 1) % trainable.size() != 0;
    return second.shape().isEmpty() && (named || spare || !trainable.get(0).shape().isEmpty());
  }

  private static boolean isOld(List<StoredWeight> arrays) {
    return arrays.stream().allMatch(array -> array.name().matches(".*/(m|v|vhat|momentum)(:0)?"));
  }

  private static String kind(List<StoredWeight> weights) {
    String names =
        weights.stream().map(StoredWeight::name).reduce("", (all, one) -> all + " " + one);
    return names.matches("(?s).*\\b[Aa]dam/.*")
        ? "Adam"
        : names.matches("(?s).*\\b(SGD|sgd)/.*") ? "SGD" : "";
  }

  private static void check(String file, StoredWeight array, Variable variable) {
    if (!array.shape().equals(variable.shape())) {
      throw new ThoraxException(
          "Expected an optimizer array of shape %s for %s in %s, found '%s' of shape %s; the file is of another model."
              .formatted(variable.shape(), variable.name(), file, array.name(), array.shape()));
    }
  }
}
