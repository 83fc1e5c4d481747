package org.thorax.training.optimizer;

import org.thorax.ConfigurationException;

/** What numbers an optimizer's arguments may be; anything else is the user's error. */
final class ArgumentChecks {
  private ArgumentChecks() {}

  /** From 0 to less than 1. */
  static void share(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new ConfigurationException(
          "optimizer", "%s must be 0 to less than 1, found %s.".formatted(what, value));
    }
  }

  /** At least 0 and finite. */
  static void notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new ConfigurationException(
          "optimizer", "%s must be at least 0, found %s.".formatted(what, value));
    }
  }

  /** Above 0 and finite. */
  static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ConfigurationException(
          "optimizer", "%s must be above 0, found %s.".formatted(what, value));
    }
  }
}
