package org.thorax.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** Converts a classifier's outputs to probabilities if its own layers do not. */
public enum OutputActivation {
  /** Sigmoid: each class independently. */
  SIGMOID("Sigmoid"),
  /** Softmax: one class of all. */
  SOFTMAX("Softmax"),
  /** None: the outputs are scores, not probabilities. */
  NONE("Identity");

  private final String op;

  OutputActivation(String op) {
    this.op = op;
  }

  /** The name on the command line. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** TensorFlow's op. */
  String op() {
    return op;
  }

  /**
   * The activation of that name.
   *
   * @throws ThoraxException listing the names if it is unknown
   */
  public static OutputActivation of(String token) {
    return Arrays.stream(values())
        .filter(activation -> activation.token().equals(token.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "activation",
                    "Unknown activation '%s'; expected one of %s."
                        .formatted(
                            token,
                            Arrays.stream(values())
                                .map(OutputActivation::token)
                                .collect(Collectors.joining(", ")))));
  }
}
