package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Arithmetic;
import org.thorax.model.keras.layers.Arithmetic.Function;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.LeakyReLU;
import org.thorax.model.keras.layers.Maximum;
import org.thorax.model.keras.layers.Minimum;
import org.thorax.model.keras.layers.Reduction;
import org.thorax.model.keras.layers.Rescaling;
import org.thorax.model.keras.layers.Softmax;
import org.thorax.model.keras.layers.Stack;

/**
 * Converts arithmetic between layers, {@code x / 127.5 - 1}, which Keras stores as function calls,
 * to layers that compute the same: Keras' layers if they exist.
 */
final class Operations {
  private Operations() {}

  /**
   * The layer of a call.
   *
   * @throws IllegalArgumentException saying what cannot be rebuilt
   */
  static RebuiltLayer rebuild(OperationCall call) {
    return switch (call.name()) {
      case "add", "addv2", "biasadd" -> ArithmeticOperations.sum(call, 1);
      case "subtract", "sub" -> ArithmeticOperations.sum(call, -1);
      case "multiply", "mul" -> ArithmeticOperations.product(call);
      case "truediv", "truedivide", "divide", "realdiv", "div" ->
          ArithmeticOperations.quotient(call);
      case "maximum" -> ArithmeticOperations.extreme(call, Function.MAXIMUM, new Maximum());
      case "minimum" -> ArithmeticOperations.extreme(call, Function.MINIMUM, new Minimum());
      case "pow", "power" -> ArithmeticOperations.power(call);
      case "clip", "clipbyvalue" -> ArithmeticOperations.clip(call);
      case "negative", "neg" -> RebuiltLayer.of(call, Rescaling.of(-1, 0));
      case "abs", "absolute" -> RebuiltLayer.of(call, Arithmetic.of(Function.ABSOLUTE));
      case "square" -> RebuiltLayer.of(call, Arithmetic.of(Function.SQUARE));
      case "sqrt" -> RebuiltLayer.of(call, Arithmetic.of(Function.SQRT));
      case "rsqrt" -> RebuiltLayer.of(call, Arithmetic.of(Function.RSQRT));
      case "exp" -> RebuiltLayer.of(call, Arithmetic.of(Function.EXP));
      case "log" -> RebuiltLayer.of(call, Arithmetic.of(Function.LOG));
      case "cast", "identity", "stopgradient" -> cast(call);
      case "softmax" -> RebuiltLayer.of(call, new Softmax(call.axis(-1)));
      case "gelu" -> gelu(call);
      case "relu", "relu6", "sigmoid", "tanh", "silu", "swish", "elu", "selu", "softplus" ->
          activation(call, call.name());
      case "leakyrelu" ->
          RebuiltLayer.of(
              call,
              new LeakyReLU(
                  call.argument(-1, "alpha", "negative_slope")
                      .map(JsonNode::asDouble)
                      .orElse(0.2)));
      case "hardsigmoid" -> activation(call, "hard_sigmoid");
      case "hardsilu", "hardswish" -> activation(call, "hard_silu");
      case "concat", "concatenate" -> merged(call, new Concatenate(call.axis(-1)));
      case "stack" -> merged(call, new Stack(call.axis(0)));
      case "repeat", "tile", "grayscaletorgb" -> ShapeOperations.repeated(call);
      case "mean", "reducemean" -> ShapeOperations.reduction(call, Reduction.Function.MEAN);
      case "max", "reducemax" -> ShapeOperations.reduction(call, Reduction.Function.MAX);
      case "min", "reducemin" -> ShapeOperations.reduction(call, Reduction.Function.MIN);
      case "sum", "reducesum" -> ShapeOperations.reduction(call, Reduction.Function.SUM);
      case "resize" -> ShapeOperations.resize(call);
      case "reshape" -> ShapeOperations.reshape(call);
      case "transpose" -> ShapeOperations.transpose(call);
      case "pad" -> ShapeOperations.pad(call);
      case "getitem", "flip", "reverse", "expanddims", "squeeze" ->
          RebuiltLayer.of(call, Slices.of(call));
      default -> throw new IllegalArgumentException("is not among the functions that are known.");
    };
  }

  /** Everything is computed in float32; integers would be rounded differently. */
  private static RebuiltLayer cast(OperationCall call) {
    String type = call.argument(1, "dtype").map(JsonNode::asText).orElse("float32");
    if (!type.contains("float")) {
      throw new IllegalArgumentException("makes whole numbers, " + type + ".");
    }
    return RebuiltLayer.of(call, new Activation(ActivationFunction.LINEAR));
  }

  private static RebuiltLayer activation(OperationCall call, String name) {
    double alpha = call.argument(-1, "alpha").map(JsonNode::asDouble).orElse(1.0);
    if (alpha != 1) {
      throw new IllegalArgumentException("is called with alpha=" + alpha + ".");
    }
    return RebuiltLayer.of(call, new Activation(ActivationFunction.named(name)));
  }

  private static RebuiltLayer gelu(OperationCall call) {
    // TensorFlow's default is exact; Keras 3 always specifies it.
    if (call.argument(1, "approximate").map(JsonNode::asBoolean).orElse(false)) {
      throw new IllegalArgumentException("is the approximation by tanh.");
    }
    return RebuiltLayer.of(call, new Activation(ActivationFunction.GELU));
  }

  private static RebuiltLayer merged(OperationCall call, LayerConfig config) {
    JsonNode values = call.required(0, "values", "xs", "x", "arrays");
    List<TensorReference> inputs = OperationCall.tensors(values);
    return inputs.size() == 1 && config instanceof Concatenate
        ? new RebuiltLayer(new Activation(ActivationFunction.LINEAR), inputs)
        : new RebuiltLayer(config, inputs);
  }
}
