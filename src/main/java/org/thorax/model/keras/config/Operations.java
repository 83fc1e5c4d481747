package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Add;
import org.thorax.model.keras.layers.Arithmetic;
import org.thorax.model.keras.layers.Arithmetic.Function;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.GlobalAveragePooling2D;
import org.thorax.model.keras.layers.GlobalMaxPooling2D;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.LeakyReLU;
import org.thorax.model.keras.layers.Maximum;
import org.thorax.model.keras.layers.Minimum;
import org.thorax.model.keras.layers.Multiply;
import org.thorax.model.keras.layers.Permute;
import org.thorax.model.keras.layers.ReLU;
import org.thorax.model.keras.layers.Reduction;
import org.thorax.model.keras.layers.Rescaling;
import org.thorax.model.keras.layers.Reshape;
import org.thorax.model.keras.layers.Resizing;
import org.thorax.model.keras.layers.Softmax;
import org.thorax.model.keras.layers.Stack;
import org.thorax.model.keras.layers.Subtract;
import org.thorax.model.keras.layers.ZeroPadding2D;

/**
 * Converts arithmetic between layers, {@code x / 127.5 - 1}, which Keras stores as function calls,
 * to layers that compute the same: Keras' layers if they exist.
 */
final class Operations {
  private Operations() {}

  /**
   * A call as a layer.
   *
   * @param config layer that computes the same
   * @param inputs its tensors in order
   */
  record Rebuilt(LayerConfig config, List<TensorReference> inputs) {}

  /**
   * The layer of a call.
   *
   * @throws IllegalArgumentException saying what cannot be rebuilt
   */
  static Rebuilt rebuild(OperationCall call) {
    return switch (call.name()) {
      case "add", "addv2", "biasadd" -> sum(call, 1);
      case "subtract", "sub" -> sum(call, -1);
      case "multiply", "mul" -> product(call);
      case "truediv", "truedivide", "divide", "realdiv", "div" -> quotient(call);
      case "maximum" -> extreme(call, Function.MAXIMUM, new Maximum());
      case "minimum" -> extreme(call, Function.MINIMUM, new Minimum());
      case "pow", "power" -> power(call);
      case "clip", "clipbyvalue" -> clip(call);
      case "negative", "neg" -> one(call, Rescaling.of(-1, 0));
      case "abs", "absolute" -> one(call, Arithmetic.of(Function.ABSOLUTE));
      case "square" -> one(call, Arithmetic.of(Function.SQUARE));
      case "sqrt" -> one(call, Arithmetic.of(Function.SQRT));
      case "rsqrt" -> one(call, Arithmetic.of(Function.RSQRT));
      case "exp" -> one(call, Arithmetic.of(Function.EXP));
      case "log" -> one(call, Arithmetic.of(Function.LOG));
      case "cast", "identity", "stopgradient" -> cast(call);
      case "softmax" -> one(call, new Softmax(axis(call, -1)));
      case "gelu" -> gelu(call);
      case "relu", "relu6", "sigmoid", "tanh", "silu", "swish", "elu", "selu", "softplus" ->
          activation(call, call.name());
      case "leakyrelu" ->
          one(
              call,
              new LeakyReLU(
                  call.argument(-1, "alpha", "negative_slope")
                      .map(JsonNode::asDouble)
                      .orElse(0.2)));
      case "hardsigmoid" -> activation(call, "hard_sigmoid");
      case "hardsilu", "hardswish" -> activation(call, "hard_silu");
      case "concat", "concatenate" -> merged(call, new Concatenate(axis(call, -1)));
      case "stack" -> merged(call, new Stack(axis(call, 0)));
      case "repeat", "tile", "grayscaletorgb" -> repeated(call);
      case "mean", "reducemean" -> reduction(call, Reduction.Function.MEAN);
      case "max", "reducemax" -> reduction(call, Reduction.Function.MAX);
      case "min", "reducemin" -> reduction(call, Reduction.Function.MIN);
      case "sum", "reducesum" -> reduction(call, Reduction.Function.SUM);
      case "resize" -> resize(call);
      case "reshape" -> reshape(call);
      case "transpose" -> transpose(call);
      case "pad" -> pad(call);
      case "getitem", "flip", "reverse", "expanddims", "squeeze" -> one(call, Slices.of(call));
      default -> throw new IllegalArgumentException("is not among the functions that are known.");
    };
  }

  private static Rebuilt one(OperationCall call, LayerConfig config) {
    return new Rebuilt(config, OperationCall.tensors(first(call)));
  }

  private static JsonNode first(OperationCall call) {
    return call.required(0, "x", "x1", "input", "inputs", "a", "tensor", "images", "features");
  }

  private static JsonNode second(OperationCall call) {
    return call.required(1, "y", "x2", "bias", "b");
  }

  /** x + c and x - c are Keras layers, like x + y and x - y. */
  private static Rebuilt sum(OperationCall call, int sign) {
    Optional<TensorReference> x = OperationCall.tensor(first(call));
    Optional<TensorReference> y = OperationCall.tensor(second(call));
    if (x.isPresent() && y.isPresent()) {
      return new Rebuilt(sign > 0 ? new Add() : new Subtract(), List.of(x.get(), y.get()));
    }
    if (x.isPresent()) {
      return new Rebuilt(
          new Rescaling(List.of(1.0), each(second(call), value -> sign * value)), List.of(x.get()));
    }
    return new Rebuilt(
        new Rescaling(List.of((double) sign), OperationCall.numbers(first(call))),
        List.of(tensor(second(call))));
  }

  private static Rebuilt product(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(first(call));
    Optional<TensorReference> y = OperationCall.tensor(second(call));
    if (x.isPresent() && y.isPresent()) {
      return new Rebuilt(new Multiply(), List.of(x.get(), y.get()));
    }
    JsonNode factor = x.isPresent() ? second(call) : first(call);
    TensorReference tensor = x.isPresent() ? x.get() : tensor(second(call));
    return new Rebuilt(new Rescaling(OperationCall.numbers(factor), List.of(0.0)), List.of(tensor));
  }

  private static Rebuilt quotient(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(first(call));
    Optional<TensorReference> y = OperationCall.tensor(second(call));
    if (x.isPresent() && y.isPresent()) {
      return new Rebuilt(Arithmetic.of(Function.DIVIDE), List.of(x.get(), y.get()));
    }
    if (x.isPresent()) {
      return new Rebuilt(
          new Rescaling(each(second(call), value -> 1 / value), List.of(0.0)), List.of(x.get()));
    }
    return new Rebuilt(
        new Arithmetic(Function.DIVIDE, OperationCall.numbers(first(call)), true),
        List.of(tensor(second(call))));
  }

  private static Rebuilt extreme(OperationCall call, Function function, LayerConfig ofTensors) {
    Optional<TensorReference> x = OperationCall.tensor(first(call));
    Optional<TensorReference> y = OperationCall.tensor(second(call));
    if (x.isPresent() && y.isPresent()) {
      return new Rebuilt(ofTensors, List.of(x.get(), y.get()));
    }
    List<Double> limit = OperationCall.numbers(x.isPresent() ? second(call) : first(call));
    TensorReference tensor = x.isPresent() ? x.get() : tensor(second(call));
    boolean rectifies = function == Function.MAXIMUM && limit.equals(List.of(0.0));
    return new Rebuilt(
        rectifies ? new ReLU() : new Arithmetic(function, limit, false), List.of(tensor));
  }

  private static Rebuilt power(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(first(call));
    Optional<TensorReference> y = OperationCall.tensor(second(call));
    if (x.isPresent() && y.isPresent()) {
      return new Rebuilt(Arithmetic.of(Function.POWER), List.of(x.get(), y.get()));
    }
    return x.isPresent()
        ? new Rebuilt(
            new Arithmetic(Function.POWER, OperationCall.numbers(second(call)), false),
            List.of(x.get()))
        : new Rebuilt(
            new Arithmetic(Function.POWER, OperationCall.numbers(first(call)), true),
            List.of(tensor(second(call))));
  }

  private static Rebuilt clip(OperationCall call) {
    List<Double> low = OperationCall.numbers(call.required(1, "clip_value_min", "x_min"));
    List<Double> high = OperationCall.numbers(call.required(2, "clip_value_max", "x_max"));
    if (low.size() != 1 || high.size() != 1) {
      throw new IllegalArgumentException("takes limits per channel.");
    }
    return one(call, new Arithmetic(Function.CLIP, List.of(low.get(0), high.get(0)), false));
  }

  /** Everything is computed in float32; integers would be rounded differently. */
  private static Rebuilt cast(OperationCall call) {
    String type = call.argument(1, "dtype").map(JsonNode::asText).orElse("float32");
    if (!type.contains("float")) {
      throw new IllegalArgumentException("makes whole numbers, " + type + ".");
    }
    return one(call, new Activation(ActivationFunction.LINEAR));
  }

  private static Rebuilt activation(OperationCall call, String name) {
    double alpha = call.argument(-1, "alpha").map(JsonNode::asDouble).orElse(1.0);
    if (alpha != 1) {
      throw new IllegalArgumentException("is called with alpha=" + alpha + ".");
    }
    return one(call, new Activation(ActivationFunction.named(name)));
  }

  private static Rebuilt gelu(OperationCall call) {
    // TensorFlow's default is exact; Keras 3 always specifies it.
    if (call.argument(1, "approximate").map(JsonNode::asBoolean).orElse(false)) {
      throw new IllegalArgumentException("is the approximation by tanh.");
    }
    return one(call, new Activation(ActivationFunction.GELU));
  }

  private static Rebuilt merged(OperationCall call, LayerConfig config) {
    JsonNode values = call.required(0, "values", "xs", "x", "arrays");
    List<TensorReference> inputs = OperationCall.tensors(values);
    return inputs.size() == 1 && config instanceof Concatenate
        ? new Rebuilt(new Activation(ActivationFunction.LINEAR), inputs)
        : new Rebuilt(config, inputs);
  }

  /** Repeats one channel. */
  private static Rebuilt repeated(OperationCall call) {
    List<Integer> times =
        call.name().equals("grayscaletorgb")
            ? List.of(3)
            : OperationCall.integers(call.required(1, "repeats", "multiples"));
    boolean tiles = call.name().equals("tile");
    boolean channels =
        tiles
            ? times.size() == 4 && times.subList(0, 3).equals(List.of(1, 1, 1))
            : times.size() == 1
                && (call.name().equals("grayscaletorgb") || List.of(-1, 3).contains(axis(call, 0)));
    if (!channels) {
      throw new IllegalArgumentException("repeats other axes than the channels.");
    }
    int count = times.get(times.size() - 1);
    TensorReference x = OperationCall.tensors(first(call)).get(0);
    return count == 1
        ? new Rebuilt(new Activation(ActivationFunction.LINEAR), List.of(x))
        : new Rebuilt(new Concatenate(-1), Collections.nCopies(count, x));
  }

  private static Rebuilt reduction(OperationCall call, Reduction.Function function) {
    List<Integer> axes =
        OperationCall.integers(call.required(1, "axis")).stream().sorted().toList();
    boolean keep = call.argument(2, "keepdims", "keep_dims").map(JsonNode::asBoolean).orElse(false);
    if (axes.equals(List.of(1, 2)) && function == Reduction.Function.MEAN) {
      return one(call, new GlobalAveragePooling2D(keep));
    }
    return axes.equals(List.of(1, 2)) && function == Reduction.Function.MAX
        ? one(call, new GlobalMaxPooling2D(keep))
        : one(call, new Reduction(function, axes, keep));
  }

  private static Rebuilt resize(OperationCall call) {
    List<Integer> size = OperationCall.integers(call.required(1, "size"));
    if (size.size() != 2
        || call.argument(3, "preserve_aspect_ratio").map(JsonNode::asBoolean).orElse(false)) {
      throw new IllegalArgumentException("keeps the aspect ratio or takes another size than two.");
    }
    String method =
        call.argument(2, "method", "interpolation").map(JsonNode::asText).orElse("bilinear");
    Resizing resizing =
        ImageKinds.resizing(call.fields(), new HeightWidth(size.get(0), size.get(1)), method);
    return one(call, resizing);
  }

  private static Rebuilt reshape(OperationCall call) {
    List<Integer> shape = OperationCall.integers(call.required(1, "shape", "newshape"));
    if (shape.size() < 2 || shape.get(0) != -1) {
      throw new IllegalArgumentException("changes the batch: shape " + shape + ".");
    }
    return one(call, new Reshape(shape.stream().skip(1).map(Integer::longValue).toList()));
  }

  private static Rebuilt transpose(OperationCall call) {
    List<Integer> axes = OperationCall.integers(call.required(1, "perm", "axes"));
    if (axes.isEmpty() || axes.get(0) != 0) {
      throw new IllegalArgumentException("moves the batch: axes " + axes + ".");
    }
    return one(call, new Permute(axes.subList(1, axes.size())));
  }

  private static Rebuilt pad(OperationCall call) {
    JsonNode widths = call.required(1, "paddings", "pad_width");
    String mode = call.argument(2, "mode").map(JsonNode::asText).orElse("constant");
    double value = call.argument(-1, "constant_values").map(JsonNode::asDouble).orElse(0.0);
    List<List<Integer>> borders = new ArrayList<>();
    widths.forEach(border -> borders.add(OperationCall.integers(border)));
    boolean images =
        borders.size() == 4
            && IntStream.of(0, 3).allMatch(axis -> borders.get(axis).equals(List.of(0, 0)));
    if (!images || !mode.equalsIgnoreCase("constant") || value != 0) {
      throw new IllegalArgumentException("pads otherwise than zeros around an image.");
    }
    return one(
        call,
        new ZeroPadding2D(
            borders.get(1).get(0),
            borders.get(1).get(1),
            borders.get(2).get(0),
            borders.get(2).get(1)));
  }

  private static int axis(OperationCall call, int missing) {
    return call.argument(-1, "axis")
        .map(node -> OperationCall.integers(node).get(0))
        .orElse(missing);
  }

  private static TensorReference tensor(JsonNode value) {
    return OperationCall.tensor(value)
        .orElseThrow(() -> new IllegalArgumentException("takes constants alone."));
  }

  private static List<Double> each(JsonNode constant, DoubleUnaryOperator change) {
    return OperationCall.numbers(constant).stream().map(change::applyAsDouble).toList();
  }
}
