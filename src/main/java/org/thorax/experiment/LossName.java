package org.thorax.experiment;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;

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

  /** The name in the logs, Keras' function name where Keras has it. */
  public String logged() {
    return logged;
  }

  /**
   * The loss of a logged name.
   *
   * @throws ThoraxException for another
   */
  public static LossName of(String logged) {
    return Arrays.stream(values())
        .filter(each -> each.logged.equals(logged))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "Losses are %s; found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(LossName::logged)
                                .collect(Collectors.joining(", ")),
                            logged)));
  }

  /** The names of its arguments with their defaults. */
  public Map<String, Double> arguments() {
    return Map.of();
  }
}
