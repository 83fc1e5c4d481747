package org.thorax.model.keras.layers;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;

/** Keras' activation functions with a C++ gradient in TensorFlow. */
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
  /** x sigmoid(x); {@code silu} in Keras 3. */
  SWISH("swish", "Sigmoid"),
  /** x, or 0.2 x below 0. */
  LEAKY_RELU("leaky_relu", "LeakyRelu"),
  /** x times the standard normal distribution function (Hendrycks and Gimpel, 2016). */
  GELU("gelu", "Erf"),
  /** x tanh(softplus(x)) (Misra, 2019). */
  MISH("mish", "Softplus"),
  /** x / (|x| + 1). */
  SOFTSIGN("softsign", "Softsign"),
  /** Logarithm of the softmax over the last axis. */
  LOG_SOFTMAX("log_softmax", "LogSoftmax"),
  /** Keras 3's: relu6(x + 3) / 6. */
  HARD_SIGMOID("hard_sigmoid", "Relu6"),
  /** Keras 2's, of the same name: 0.2 x + 0.5 within 0 and 1. */
  HARD_SIGMOID_OF_KERAS_2("hard_sigmoid", "Minimum"),
  /** x hard_sigmoid(x), Keras 3. */
  HARD_SILU("hard_silu", "Relu6");

  private static final Map<String, String> ALIASES =
      Map.of("silu", "swish", "hard_swish", "hard_silu");

  private final String kerasName;
  private final String op;

  ActivationFunction(String kerasName, String op) {
    this.kerasName = kerasName;
    this.op = op;
  }

  /** The name in Keras' configurations. */
  public String kerasName() {
    return kerasName;
  }

  /**
   * The function with this Keras name; {@code hard_sigmoid} is Keras 3's.
   *
   * @throws ThoraxException listing the known ones
   */
  public static ActivationFunction named(String kerasName) {
    return Arrays.stream(values())
        .filter(function -> function.kerasName.equals(ALIASES.getOrDefault(kerasName, kerasName)))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "The activation '%s' is not supported; known are %s."
                        .formatted(
                            kerasName,
                            Arrays.stream(values())
                                .map(ActivationFunction::kerasName)
                                .distinct()
                                .collect(Collectors.joining(", ")))));
  }

  Output<TFloat32> emit(LayerEmission emission, Output<TFloat32> x) {
    return switch (this) {
      case LINEAR -> x;
      case SWISH -> emission.op("Mul", "mul", x, emission.op(op, op, x));
      case LEAKY_RELU -> emission.op(op, op, node -> node.setAttr("alpha", 0.2f), x);
      case GELU -> gelu(emission, x);
      case MISH ->
          emission.op("Mul", "mul", x, emission.op("Tanh", "Tanh", emission.op(op, op, x)));
      case HARD_SIGMOID -> hardSigmoid(emission, x);
      case HARD_SILU -> emission.op("Mul", "mul_1", x, hardSigmoid(emission, x));
      case HARD_SIGMOID_OF_KERAS_2 -> line(emission, x);
      default -> emission.op(op, op, x);
    };
  }

  private static Output<TFloat32> gelu(LayerEmission emission, Output<TFloat32> x) {
    Output<TFloat32> half = emission.op("Mul", "Gelu/mul", emission.scalar("Gelu/half", 0.5f), x);
    Output<TFloat32> root = emission.scalar("Gelu/sqrt2", (float) Math.sqrt(2));
    Output<TFloat32> erf =
        emission.op("Erf", "Gelu/Erf", emission.op("RealDiv", "Gelu/truediv", x, root));
    Output<TFloat32> share = emission.op("AddV2", "Gelu/add", emission.scalar("Gelu/one", 1), erf);
    return emission.op("Mul", "Gelu/mul_1", half, share);
  }

  private static Output<TFloat32> hardSigmoid(LayerEmission emission, Output<TFloat32> x) {
    Output<TFloat32> shifted = emission.op("AddV2", "add", x, emission.scalar("add/y", 3));
    Output<TFloat32> six = emission.scalar("truediv/y", 6);
    return emission.op("RealDiv", "truediv", emission.op("Relu6", "Relu6", shifted), six);
  }

  private static Output<TFloat32> line(LayerEmission emission, Output<TFloat32> x) {
    Output<TFloat32> scaled = emission.op("Mul", "Mul", x, emission.scalar("Mul/y", 0.2f));
    Output<TFloat32> line = emission.op("AddV2", "Add", scaled, emission.scalar("Add/y", 0.5f));
    Output<TFloat32> rectified = emission.op("Relu", "Relu", line);
    return emission.op("Minimum", "Minimum", rectified, emission.scalar("one", 1));
  }
}
