package org.thorax.experiment;

import org.thorax.ThoraxException;

/**
 * What a benchmark says about the passes over the training set, as Keras' {@code fit}.
 *
 * @param epochs planned epochs, at least 1
 * @param batchSize training batch, at least 1
 * @param shuffle whether training samples are shuffled every epoch
 * @param dropLast whether a short last training batch is left out
 */
public record FitSettings(int epochs, int batchSize, boolean shuffle, boolean dropLast) {
  /** Checks the numbers. */
  public FitSettings {
    checkPositive("Epochs", epochs);
    checkPositive("Batch size", batchSize);
  }

  /** Shuffled, nothing dropped. */
  public FitSettings(int epochs, int batchSize) {
    this(epochs, batchSize, true, false);
  }

  /** The same with or without shuffling. */
  public FitSettings withShuffle(boolean other) {
    return new FitSettings(epochs, batchSize, other, dropLast);
  }

  private static void checkPositive(String what, int value) {
    if (value < 1) {
      throw new ThoraxException("%s must be at least 1, found %d.".formatted(what, value));
    }
  }
}
