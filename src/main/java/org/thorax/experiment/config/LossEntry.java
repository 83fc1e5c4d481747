package org.thorax.experiment.config;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.thorax.model.KerasObject;
import org.thorax.training.loss.Loss;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.Optimization;

/**
 * What there is to know of a loss beside its formula; {@link LossName} has one of each.
 *
 * @param words its names
 * @param masks whether cells labelled -1 are left out
 * @param weighing what it takes from the training set
 * @param formula makes it
 * @param keras what a Keras file says of it
 * @param usual how it is minimised where a name does not say it
 */
record LossEntry(
    Words words,
    boolean masks,
    Weighing weighing,
    Formula formula,
    InKeras keras,
    Optimization usual) {
  /** Adam at the default rate. */
  static final Optimization USUAL = Adam.of(Optimization.DEFAULT_LEARNING_RATE);

  /** Checks that all is there. */
  LossEntry {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(weighing, "weighing");
    Objects.requireNonNull(formula, "formula");
    Objects.requireNonNull(keras, "keras");
    Objects.requireNonNull(usual, "usual");
  }

  /**
   * What makes a loss.
   *
   * @param arguments its own, with their defaults
   * @param factory from its inputs
   */
  record Formula(Map<String, Double> arguments, Function<LossInputs, Loss> factory) {
    /** Copies the arguments. */
    Formula {
      arguments = Map.copyOf(arguments);
      Objects.requireNonNull(factory, "factory");
    }

    /** A loss without arguments. */
    Formula(Function<LossInputs, Loss> factory) {
      this(Map.of(), factory);
    }
  }

  /** What a loss takes from the training set, which needs positives and negatives then. */
  enum Weighing {
    /** Nothing. */
    NOTHING,
    /** Class weights, scaled as the name says. */
    WEIGHTS,
    /** The share of positives of each class. */
    SHARES
  }

  /**
   * A loss's names.
   *
   * @param token in a benchmark's name
   * @param logged in logs and files
   * @param meaning what the token means, for users
   * @param inLogs whether a logged name, of any age, goes with the token
   */
  record Words(String token, String logged, String meaning, Predicate<String> inLogs) {
    /** Checks the names. */
    Words {
      if (!token.matches("[A-Z]+") || !logged.matches("[a-z_]+") || meaning.isBlank()) {
        throw new IllegalArgumentException("No names of a loss: " + token + ", " + logged);
      }
      Objects.requireNonNull(inLogs, "inLogs");
    }

    /** A loss that logs have always called the same. */
    Words(String token, String logged, String meaning) {
      this(token, logged, meaning, logged::equals);
    }
  }

  /**
   * What a Keras file says: the loss, or the nearest that Keras has.
   *
   * @param object Keras' words for the loss with these arguments
   * @param difference from the loss, in words; empty when it is the same
   */
  record InKeras(Function<Map<String, Double>, KerasObject> object, String difference) {
    /** Checks that both are there. */
    InKeras {
      Objects.requireNonNull(object, "object");
      Objects.requireNonNull(difference, "difference");
    }

    /** A function of {@code keras.losses}. */
    static InKeras function(String name, String difference) {
      return new InKeras(arguments -> KerasObject.named(name), difference);
    }
  }
}
