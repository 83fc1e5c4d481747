package org.thorax.experiment;

/** A loss, by the name that the logs give it. */
public enum LossName {
  /** Keras' {@code BinaryCrossentropy}: probabilities clipped to [1e-7, 1 - 1e-7]. */
  BINARY_CROSSENTROPY("binary_crossentropy"),
  /** The own one: epsilon 1e-5 inside the logarithms, no clipping, mean over all cells. */
  CUSTOM_BINARY_CROSSENTROPY("custom_binary_crossentropy");

  private final String logged;

  LossName(String logged) {
    this.logged = logged;
  }

  /** The name in the logs, Keras' function name. */
  public String logged() {
    return logged;
  }
}
