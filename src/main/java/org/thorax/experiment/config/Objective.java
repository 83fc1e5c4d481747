package org.thorax.experiment.config;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.ConfigurationException;
import org.thorax.model.KerasObject;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.SampleWeighted;

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
    if (classWeight && loss.masks()) {
      throw new ConfigurationException(
          "benchmark",
          "class_weight weighs samples of %s and %s; %s weighs cells itself."
              .formatted(
                  LossName.BINARY_CROSSENTROPY.logged(),
                  LossName.CUSTOM_BINARY_CROSSENTROPY.logged(),
                  loss.both()));
    }
    Map<String, Double> all = new TreeMap<>(loss.arguments());
    arguments.forEach(
        (name, value) -> {
          if (!loss.arguments().containsKey(name)) {
            throw new ConfigurationException(
                "benchmark",
                "The loss %s has no argument '%s'; it has %s."
                    .formatted(
                        loss.logged(),
                        name,
                        loss.arguments().isEmpty() ? "none" : loss.arguments().keySet()));
          }
          all.put(name, value);
        });
    arguments = Collections.unmodifiableMap(all);
  }

  /** A loss as it is, weights L1-normalised where it has any. */
  public static Objective of(LossName loss) {
    return new Objective(loss, false, ClassWeightScale.L1_NORMED, Map.of());
  }

  /** Whether the loss takes weights or shares of positives, which every class must have then. */
  public boolean weighs() {
    return classWeight || loss.weighing() != LossEntry.Weighing.NOTHING;
  }

  /** Whether it depends on how the class weights are scaled. */
  boolean scales() {
    return classWeight || loss.weighing() == LossEntry.Weighing.WEIGHTS;
  }

  /**
   * The loss itself.
   *
   * @param raw weights of the training set; empty only for a loss that {@link #weighs} nothing
   */
  public Loss loss(Optional<ClassWeights> raw) {
    LossInputs inputs = new LossInputs(arguments, raw, weights);
    Loss made = loss.of(inputs);
    return classWeight ? new SampleWeighted(made, inputs.weights().classWeights()) : made;
  }

  /** The loss, or the nearest that Keras has, in Keras' words. */
  public KerasObject inKeras() {
    return loss.inKeras(arguments);
  }
}
