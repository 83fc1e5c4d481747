package org.thorax.experiment.config;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.ConfigurationException;
import org.thorax.training.loss.AucMargin;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.loss.ClassWeightedCrossentropy;
import org.thorax.training.loss.CustomBinaryCrossentropy;
import org.thorax.training.loss.FocalCrossentropy;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.SampleWeighted;
import org.thorax.training.loss.ThreeWayCrossentropy;
import org.thorax.training.loss.WeightedBinaryCrossentropy;

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
    return classWeight
        || switch (loss) {
          case WEIGHTED_BINARY_CROSSENTROPY, CLASS_WEIGHTED_CROSSENTROPY, AUC_MARGIN -> true;
          case BINARY_CROSSENTROPY,
              CUSTOM_BINARY_CROSSENTROPY,
              FOCAL_CROSSENTROPY,
              THREE_WAY_CROSSENTROPY ->
              false;
        };
  }

  /**
   * The loss itself.
   *
   * @param raw weights of the training set; empty only for a loss that {@link #weighs} nothing
   */
  public Loss loss(Optional<ClassWeights> raw) {
    if (weighs()) {
      return weighing(raw.orElseThrow());
    }
    return switch (loss) {
      case BINARY_CROSSENTROPY -> new BinaryCrossentropy();
      case CUSTOM_BINARY_CROSSENTROPY -> new CustomBinaryCrossentropy();
      case FOCAL_CROSSENTROPY ->
          new FocalCrossentropy(
              arguments.get("gamma"),
              Optional.of(arguments.get("alpha")).filter(alpha -> alpha != 0));
      case THREE_WAY_CROSSENTROPY -> new ThreeWayCrossentropy();
      default -> throw new IllegalStateException(loss + " weighs");
    };
  }

  private Loss weighing(ClassWeights raw) {
    ClassWeights scaled = raw.scaled(weights);
    return switch (loss) {
      case BINARY_CROSSENTROPY ->
          new SampleWeighted(new BinaryCrossentropy(), scaled.classWeights());
      case CUSTOM_BINARY_CROSSENTROPY ->
          new SampleWeighted(new CustomBinaryCrossentropy(), scaled.classWeights());
      case WEIGHTED_BINARY_CROSSENTROPY ->
          new WeightedBinaryCrossentropy(scaled.positiveWeights(), scaled.negativeWeights());
      case CLASS_WEIGHTED_CROSSENTROPY -> new ClassWeightedCrossentropy(scaled.classWeights());
      case AUC_MARGIN -> new AucMargin(arguments.get("margin"), raw.positiveShares());
      default -> throw new IllegalStateException(loss + " weighs nothing");
    };
  }
}
