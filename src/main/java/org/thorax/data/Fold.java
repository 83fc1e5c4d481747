package org.thorax.data;

import org.thorax.ConfigurationException;

/**
 * One fold of a cross-validation: the patients of this fold are the test set, those of the others
 * are for training and validation.
 *
 * @param number of the fold, from 1
 * @param count number of folds, at least 2
 * @param shuffled whether the patients are dealt at random (by the split's seed), or by their
 *     number of images
 */
public record Fold(int number, int count, boolean shuffled) {
  /** Checks the numbers. */
  public Fold {
    if (count < 2) {
      throw new ConfigurationException(
          "folds", "Expected at least 2 `folds`, found " + count + ".");
    }
    if (number < 1 || number > count) {
      throw new ConfigurationException(
          "fold", "Expected `fold` 1 to %d of %d, found %d.".formatted(count, count, number));
    }
  }

  /** A fold of patients in random order. */
  public Fold(int number, int count) {
    this(number, count, true);
  }

  @Override
  public String toString() {
    return "fold " + number + " of " + count + (shuffled ? "" : ", not shuffled");
  }
}
