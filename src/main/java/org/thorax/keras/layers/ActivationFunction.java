package org.thorax.keras.layers;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;

/** Keras' activation functions of which TensorFlow knows the C++ gradient. */
public enum ActivationFunction {
  /** The input itself. */
  LINEAR("linear", ""),
  /** max(x, 0). */
  RELU("relu", "Relu"),
  /** min(max(x, 0), 6). */
  RELU6("relu6", "Relu6"),
  /** 1 / (1 + exp(-x)). */
  SIGMOID("sigmoid", "Sigmoid"),
  /** Hyperbolic tangent. */
  TANH("tanh", "Tanh"),
  /** Softmax over the last axis. */
  SOFTMAX("softmax", "Softmax"),
  /** x, or exp(x) - 1 below 0. */
  ELU("elu", "Elu"),
  /** Scaled ELU. */
  SELU("selu", "Selu"),
  /** log(1 + exp(x)). */
  SOFTPLUS("softplus", "Softplus"),
  /** exp(x). */
  EXPONENTIAL("exponential", "Exp"),
  /** x sigmoid(x). */
  SWISH("swish", "Sigmoid");

  private final String kerasName;
  private final String op;

  ActivationFunction(String kerasName, String op) {
    this.kerasName = kerasName;
    this.op = op;
  }

  /** As Keras' configurations spell it. */
  public String kerasName() {
    return kerasName;
  }

  /**
   * The function that Keras calls so.
   *
   * @throws ThoraxException listing the known ones
   */
  public static ActivationFunction named(String kerasName) {
    return Arrays.stream(values())
        .filter(function -> function.kerasName.equals(kerasName))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "The activation '%s' is not supported; known are %s."
                        .formatted(
                            kerasName,
                            Arrays.stream(values())
                                .map(ActivationFunction::kerasName)
                                .collect(Collectors.joining(", ")))));
  }

  Output<TFloat32> emit(LayerEmission emission, Output<TFloat32> x) {
    return switch (this) {
      case LINEAR -> x;
      case SWISH -> emission.op("Mul", "mul", x, emission.op(op, op, x));
      default -> emission.op(op, op, x);
    };
  }
}
