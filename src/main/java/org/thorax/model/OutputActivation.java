package org.thorax.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** What makes a classifier's last values probabilities where its own layers do not. */
public enum OutputActivation {
  /** Each class for itself. */
  SIGMOID("Sigmoid"),
  /** One class of all. */
  SOFTMAX("Softmax"),
  /** Nothing: the outputs are scores, and no probabilities. */
  NONE("Identity");

  private final String op;

  OutputActivation(String op) {
    this.op = op;
  }

  /** The name that users write. */
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
   * @throws ThoraxException listing the names when there is none such
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
