package org.thorax.experiment.config;

import java.util.Objects;
import org.thorax.ConfigurationException;
import org.thorax.model.Precision;

/**
 * What a benchmark says about the passes over the training set, as Keras' {@code fit}.
 *
 * @param epochs planned epochs, at least 1
 * @param batchSize training batch, at least 1
 * @param shuffle whether training samples are shuffled every epoch
 * @param dropLast whether a short last training batch is left out
 * @param precision what layers are computed in
 */
public record FitSettings(
    int epochs, int batchSize, boolean shuffle, boolean dropLast, Precision precision) {
  /** Checks the numbers. */
  public FitSettings {
    checkPositive("Epochs", epochs);
    checkPositive("Batch size", batchSize);
    Objects.requireNonNull(precision, "precision");
  }

  /** Shuffled, nothing dropped, in float32. */
  public FitSettings(int epochs, int batchSize) {
    this(epochs, batchSize, true, false, Precision.FLOAT32);
  }

  /** The same with or without shuffling. */
  public FitSettings withShuffle(boolean other) {
    return new FitSettings(epochs, batchSize, other, dropLast, precision);
  }

  /** The same computed in other numbers. */
  public FitSettings with(Precision other) {
    return new FitSettings(epochs, batchSize, shuffle, dropLast, other);
  }

  private static void checkPositive(String what, int value) {
    if (value < 1) {
      throw new ConfigurationException(
          "benchmark", "%s must be at least 1, found %d.".formatted(what, value));
    }
  }
}
