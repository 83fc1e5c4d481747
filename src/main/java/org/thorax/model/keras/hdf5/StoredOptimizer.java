package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.FileException;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;

/**
 * Finds an optimizer's state among its arrays. The step counter comes first, then possibly the
 * learning rate. In Keras 3 and Keras 2's newer optimizers, the order is that of {@link
 * OptimizerConfig#slotGroups}; Keras 2's older ones ({@code Adam/iter:0}) are ordered by slot.
 * Keras 3 has no array for plain SGD.
 */
final class StoredOptimizer {
  private StoredOptimizer() {}

  static OptimizerState state(
      String file, List<StoredWeight> weights, OptimizerConfig config, List<Variable> trainable) {
    StoredWeight counter = weights.get(0);
    if (!counter.isInteger()) {
      throw new FileException(
          "Expected an optimizer's counter first in %s, found '%s'; save the model again."
              .formatted(file, counter.name()));
    }
    boolean hasRate = weights.size() > 1 && isLearningRate(weights, trainable);
    List<StoredWeight> arrays = weights.subList(hasRate ? 2 : 1, weights.size());
    List<String> slots = config.slots();
    // Keras creates the arrays in the first step, and none at all for plain SGD.
    if (arrays.isEmpty() && counter.integer() == 0) {
      return OptimizerState.fresh(config);
    }
    if (arrays.isEmpty() && config.isPlainSgd()) {
      return new OptimizerState(config, counter.integer(), trainable, OptimizerState::zeros);
    }
    if (slots.isEmpty() || arrays.size() != slots.size() * trainable.size()) {
      throw new FileException(
          "Expected %d optimizer arrays (%s of %s for %d trainable variables) in %s, found %d; the file is of another model or another part of it was trained."
              .formatted(
                  slots.size() * trainable.size(),
                  String.join(" and ", slots),
                  config.className(),
                  trainable.size(),
                  file,
                  arrays.size()));
    }
    List<List<String>> groups =
        isOld(counter, arrays) ? slots.stream().map(List::of).toList() : config.slotGroups();
    Map<Place, StoredWeight> found = new HashMap<>();
    List<Place> places = places(groups, trainable);
    for (int i = 0; i < places.size(); i++) {
      check(file, arrays.get(i), places.get(i).variable());
      found.put(places.get(i), arrays.get(i));
    }
    return new OptimizerState(
        config,
        counter.integer(),
        trainable,
        (slot, variable) -> found.get(new Place(slot, variable)).floats());
  }

  /** The owner of an array. */
  record Place(String slot, Variable variable) {}

  /** The order of an optimizer's arrays in Keras. */
  static List<Place> places(List<List<String>> slotGroups, List<Variable> trainable) {
    List<Place> places = new ArrayList<>();
    for (List<String> group : slotGroups) {
      for (Variable variable : trainable) {
        group.forEach(slot -> places.add(new Place(slot, variable)));
      }
    }
    return places;
  }

  /** A scalar that cannot belong to a variable. */
  private static boolean isLearningRate(List<StoredWeight> weights, List<Variable> trainable) {
    StoredWeight second = weights.get(1);
    boolean named = second.name().contains("learning_rate");
    boolean spare = trainable.isEmpty() || (weights.size() - 1) % trainable.size() != 0;
    return second.shape().isEmpty() && (named || spare || !trainable.get(0).shape().isEmpty());
  }

  private static boolean isOld(StoredWeight counter, List<StoredWeight> arrays) {
    return counter.name().matches("(.*/)?iter(ations)?(:0)?")
        && arrays.stream()
            .allMatch(array -> array.name().matches(".*/(m|v|vhat|momentum|rms|mg)(:0)?"));
  }

  private static void check(String file, StoredWeight array, Variable variable) {
    if (!array.shape().equals(variable.shape())) {
      throw new FileException(
          "Expected an optimizer array of shape %s for %s in %s, found '%s' of shape %s; the file is of another model."
              .formatted(variable.shape(), variable.name(), file, array.name(), array.shape()));
    }
  }
}
