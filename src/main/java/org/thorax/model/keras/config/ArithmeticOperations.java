package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.thorax.model.keras.layers.Add;
import org.thorax.model.keras.layers.Arithmetic;
import org.thorax.model.keras.layers.Arithmetic.Function;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.Multiply;
import org.thorax.model.keras.layers.ReLU;
import org.thorax.model.keras.layers.Rescaling;
import org.thorax.model.keras.layers.Subtract;

/** Calls of arithmetic between tensors, and of tensors with constants, as layers. */
final class ArithmeticOperations {
  private ArithmeticOperations() {}

  /** x + c and x - c are layers of Keras' own, as are x + y and x - y. */
  static RebuiltLayer sum(OperationCall call, int sign) {
    Optional<TensorReference> x = OperationCall.tensor(call.first());
    Optional<TensorReference> y = OperationCall.tensor(call.second());
    if (x.isPresent() && y.isPresent()) {
      return new RebuiltLayer(sign > 0 ? new Add() : new Subtract(), List.of(x.get(), y.get()));
    }
    if (x.isPresent()) {
      return new RebuiltLayer(
          new Rescaling(List.of(1.0), each(call.second(), value -> sign * value)),
          List.of(x.get()));
    }
    return new RebuiltLayer(
        new Rescaling(List.of((double) sign), OperationCall.numbers(call.first())),
        List.of(tensor(call.second())));
  }

  static RebuiltLayer product(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(call.first());
    Optional<TensorReference> y = OperationCall.tensor(call.second());
    if (x.isPresent() && y.isPresent()) {
      return new RebuiltLayer(new Multiply(), List.of(x.get(), y.get()));
    }
    JsonNode factor = x.isPresent() ? call.second() : call.first();
    TensorReference tensor = x.isPresent() ? x.get() : tensor(call.second());
    return new RebuiltLayer(
        new Rescaling(OperationCall.numbers(factor), List.of(0.0)), List.of(tensor));
  }

  static RebuiltLayer quotient(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(call.first());
    Optional<TensorReference> y = OperationCall.tensor(call.second());
    if (x.isPresent() && y.isPresent()) {
      return new RebuiltLayer(Arithmetic.of(Function.DIVIDE), List.of(x.get(), y.get()));
    }
    if (x.isPresent()) {
      return new RebuiltLayer(
          new Rescaling(each(call.second(), value -> 1 / value), List.of(0.0)), List.of(x.get()));
    }
    return new RebuiltLayer(
        new Arithmetic(Function.DIVIDE, OperationCall.numbers(call.first()), true),
        List.of(tensor(call.second())));
  }

  static RebuiltLayer extreme(OperationCall call, Function function, LayerConfig ofTensors) {
    Optional<TensorReference> x = OperationCall.tensor(call.first());
    Optional<TensorReference> y = OperationCall.tensor(call.second());
    if (x.isPresent() && y.isPresent()) {
      return new RebuiltLayer(ofTensors, List.of(x.get(), y.get()));
    }
    List<Double> limit = OperationCall.numbers(x.isPresent() ? call.second() : call.first());
    TensorReference tensor = x.isPresent() ? x.get() : tensor(call.second());
    boolean rectifies = function == Function.MAXIMUM && limit.equals(List.of(0.0));
    return new RebuiltLayer(
        rectifies ? new ReLU() : new Arithmetic(function, limit, false), List.of(tensor));
  }

  static RebuiltLayer power(OperationCall call) {
    Optional<TensorReference> x = OperationCall.tensor(call.first());
    Optional<TensorReference> y = OperationCall.tensor(call.second());
    if (x.isPresent() && y.isPresent()) {
      return new RebuiltLayer(Arithmetic.of(Function.POWER), List.of(x.get(), y.get()));
    }
    return x.isPresent()
        ? new RebuiltLayer(
            new Arithmetic(Function.POWER, OperationCall.numbers(call.second()), false),
            List.of(x.get()))
        : new RebuiltLayer(
            new Arithmetic(Function.POWER, OperationCall.numbers(call.first()), true),
            List.of(tensor(call.second())));
  }

  static RebuiltLayer clip(OperationCall call) {
    List<Double> low = OperationCall.numbers(call.required(1, "clip_value_min", "x_min"));
    List<Double> high = OperationCall.numbers(call.required(2, "clip_value_max", "x_max"));
    if (low.size() != 1 || high.size() != 1) {
      throw new IllegalArgumentException("takes limits per channel.");
    }
    return RebuiltLayer.of(
        call, new Arithmetic(Function.CLIP, List.of(low.get(0), high.get(0)), false));
  }

  private static TensorReference tensor(JsonNode value) {
    return OperationCall.tensor(value)
        .orElseThrow(() -> new IllegalArgumentException("takes constants alone."));
  }

  private static List<Double> each(JsonNode constant, DoubleUnaryOperator change) {
    return OperationCall.numbers(constant).stream().map(change::applyAsDouble).toList();
  }
}
