package org.thorax.experiment.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.LossEntry.Formula;
import org.thorax.experiment.config.LossEntry.InKeras;
import org.thorax.experiment.config.LossEntry.Weighing;
import org.thorax.experiment.config.LossEntry.Words;
import org.thorax.model.KerasObject;
import org.thorax.training.loss.AucMargin;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.loss.ClassWeightedCrossentropy;
import org.thorax.training.loss.CustomBinaryCrossentropy;
import org.thorax.training.loss.FocalCrossentropy;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.ThreeWayCrossentropy;
import org.thorax.training.loss.WeightedBinaryCrossentropy;
import org.thorax.training.optimizer.Optimization;
import org.thorax.training.optimizer.Pesg;

/**
 * The losses, by the names that the logs give them. Names of benchmarks, logs, Keras files and
 * messages read their tokens and words here: a new loss is an entry and its class.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
public enum LossName {
  /** Keras' {@code BinaryCrossentropy}: probabilities clipped to [1e-7, 1 - 1e-7]. */
  BINARY_CROSSENTROPY(
      new LossEntry(
          // The check of names takes any logged loss that is not weighted for this one.
          new Words(
              "BCE",
              "binary_crossentropy",
              "binary cross-entropy",
              logged -> !logged.startsWith("weighted")),
          false,
          Weighing.NOTHING,
          new Formula(inputs -> new BinaryCrossentropy()),
          InKeras.function("binary_crossentropy", ""),
          LossEntry.USUAL)),
  /** The own one: epsilon 1e-5 inside the logarithms, no clipping, mean over all cells. */
  CUSTOM_BINARY_CROSSENTROPY(
      new LossEntry(
          new Words("BCE", "custom_binary_crossentropy", "binary cross-entropy"),
          false,
          Weighing.NOTHING,
          new Formula(inputs -> new CustomBinaryCrossentropy()),
          InKeras.function("binary_crossentropy", "its 1e-5 inside the logarithms is 1e-7 there"),
          LossEntry.USUAL)),
  /** CWBCE: a weight for positives and one for negatives of each class, -1 left out. */
  WEIGHTED_BINARY_CROSSENTROPY(
      new LossEntry(
          new Words(
              "CWBCE",
              "weighted_binary_crossentropy",
              "binary cross-entropy, positives and negatives of each class weighted",
              logged -> logged.startsWith("weighted")),
          true,
          Weighing.WEIGHTS,
          new Formula(
              inputs ->
                  new WeightedBinaryCrossentropy(
                      inputs.weights().positiveWeights(), inputs.weights().negativeWeights())),
          InKeras.function("binary_crossentropy", "its weights are 1 there, and -1 is no label"),
          LossEntry.USUAL)),
  /** Keras' binary cross-entropy with a weight for each class's cells, -1 left out. */
  CLASS_WEIGHTED_CROSSENTROPY(
      new LossEntry(
          new Words(
              "PWBCE",
              "class_weighted_crossentropy",
              "binary cross-entropy, the cells of each class weighted",
              logged -> logged.startsWith("class_weighted")),
          true,
          Weighing.WEIGHTS,
          new Formula(inputs -> new ClassWeightedCrossentropy(inputs.weights().classWeights())),
          InKeras.function("binary_crossentropy", "its weights are 1 there, and -1 is no label"),
          LossEntry.USUAL)),
  /** The focal loss, Keras' {@code binary_focal_crossentropy}, -1 left out. */
  FOCAL_CROSSENTROPY(
      new LossEntry(
          new Words(
              "FOCAL",
              "binary_focal_crossentropy",
              "focal loss",
              logged -> logged.contains("focal")),
          true,
          Weighing.NOTHING,
          new Formula(
              Map.of("gamma", 2.0, "alpha", 0.0),
              inputs ->
                  new FocalCrossentropy(
                      inputs.argument("gamma"),
                      Optional.of(inputs.argument("alpha")).filter(alpha -> alpha != 0))),
          new InKeras(LossName::kerasFocal, ""),
          LossEntry.USUAL)),
  /** The AUC margin loss, -1 left out. */
  AUC_MARGIN(
      new LossEntry(
          new Words("AUCM", "auc_margin", "AUC margin loss"),
          true,
          Weighing.SHARES,
          new Formula(
              Map.of("margin", 1.0),
              inputs -> new AucMargin(inputs.argument("margin"), inputs.positiveShares())),
          InKeras.function("binary_crossentropy", "compile it again before training on in Keras"),
          Pesg.DEFAULT.at(Optimization.MARGIN_LEARNING_RATE))),
  /** Three outputs a class: positive, negative, uncertain; -1 left out. */
  THREE_WAY_CROSSENTROPY(
      new LossEntry(
          new Words("BCE", "three_way_crossentropy", "binary cross-entropy"),
          true,
          Weighing.NOTHING,
          new Formula(inputs -> new ThreeWayCrossentropy()),
          InKeras.function(
              "categorical_crossentropy", "there one class of all outputs would be the true one"),
          LossEntry.USUAL));

  private final LossEntry entry;

  LossName(LossEntry entry) {
    this.entry = entry;
  }

  /** The name in the logs, Keras' function name where Keras has it. */
  public String logged() {
    return entry.words().logged();
  }

  /**
   * The loss of a logged name.
   *
   * @throws ThoraxException for another
   */
  public static LossName of(String logged) {
    return Arrays.stream(values())
        .filter(each -> each.logged().equals(logged))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "benchmark",
                    "Losses are %s; found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(LossName::logged)
                                .collect(Collectors.joining(", ")),
                            logged)));
  }

  /** The token that means it in a benchmark's name. */
  public String token() {
    return entry.words().token();
  }

  /** For messages: the token, and the name in files and logs. */
  public String both() {
    return token() + " (" + logged() + ")";
  }

  /** What its token means, in words. */
  public String meaning() {
    return entry.words().meaning();
  }

  /** Whether a log that calls its loss so, in the words of any age, goes with the token. */
  boolean isCalled(String logged) {
    return entry.words().inLogs().test(logged);
  }

  /** Whether cells labelled -1 are left out. */
  public boolean masks() {
    return entry.masks();
  }

  /** The names of its arguments with their defaults. The focal loss's alpha 0 is none. */
  public Map<String, Double> arguments() {
    return entry.formula().arguments();
  }

  /** What it takes from the training set. */
  Weighing weighing() {
    return entry.weighing();
  }

  /** How it is minimised where a name does not say it. */
  Optimization usual() {
    return entry.usual();
  }

  /** The loss itself. */
  Loss of(LossInputs inputs) {
    return entry.formula().factory().apply(inputs);
  }

  /**
   * The loss, or the nearest that Keras has, in Keras' words.
   *
   * @param given every argument that it has
   */
  public KerasObject inKeras(Map<String, Double> given) {
    return entry.keras().object().apply(given);
  }

  /** In what Keras' loss differs, in words; empty when it is the same. */
  public String differenceInKeras() {
    return entry.keras().difference();
  }

  private static KerasObject kerasFocal(Map<String, Double> given) {
    double alpha = given.get("alpha");
    Map<String, Object> arguments = new TreeMap<>();
    arguments.put("gamma", given.get("gamma"));
    if (alpha != 0) {
      arguments.put("apply_class_balancing", true);
      arguments.put("alpha", alpha);
    }
    return new KerasObject("BinaryFocalCrossentropy", arguments);
  }
}
