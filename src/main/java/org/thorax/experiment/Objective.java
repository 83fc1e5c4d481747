package org.thorax.experiment;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.thorax.ThoraxException;

/**
 * What a benchmark says about what is minimised.
 *
 * @param loss the loss
 * @param classWeight whether Keras' {@code class_weight} weighs each sample by its first positive
 *     class (WBCE)
 * @param weights how the class weights are scaled
 * @param arguments the loss's own, by name, sorted, such as {@code gamma}; every one that it has
 */
public record Objective(
    LossName loss, boolean classWeight, ClassWeightScale weights, Map<String, Double> arguments) {
  /** Checks that the loss has these arguments, and adds the defaults of the others. */
  public Objective {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(weights, "weights");
    Map<String, Double> all = new TreeMap<>(loss.arguments());
    arguments.forEach(
        (name, value) -> {
          if (!loss.arguments().containsKey(name)) {
            throw new ThoraxException(
                "The loss %s has no argument '%s'; it has %s."
                    .formatted(
                        loss.logged(),
                        name,
                        loss.arguments().isEmpty() ? "none" : loss.arguments().keySet()));
          }
          all.put(name, value);
        });
    arguments = java.util.Collections.unmodifiableMap(all);
  }

  /** A loss as it is, weights L1-normalised where it has any. */
  public static Objective of(LossName loss) {
    return new Objective(loss, false, ClassWeightScale.L1_NORMED, Map.of());
  }
}
