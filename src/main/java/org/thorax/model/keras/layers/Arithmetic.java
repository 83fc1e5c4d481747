package org.thorax.model.keras.layers;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A Keras operation for which Keras has no layer: of one tensor, of two tensors, or of a tensor and
 * a constant.
 *
 * @param function the operation
 * @param constant the other operand, one number or one per channel; lower and upper limit of CLIP;
 *     empty if there is none
 * @param constantFirst whether the constant is the first operand
 */
public record Arithmetic(Function function, List<Double> constant, boolean constantFirst)
    implements LayerConfig {
  /** Element-wise operations. */
  public enum Function {
    /** The quotient. */
    DIVIDE("RealDiv", "truediv"),
    /** The maximum. */
    MAXIMUM("Maximum", "Maximum"),
    /** The minimum. */
    MINIMUM("Minimum", "Minimum"),
    /** The power. */
    POWER("Pow", "pow"),
    /** Clips to a lower and an upper limit. */
    CLIP("Minimum", "clip_by_value"),
    /** The absolute value. */
    ABSOLUTE("Abs", "Abs"),
    /** The square. */
    SQUARE("Square", "Square"),
    /** The square root. */
    SQRT("Sqrt", "Sqrt"),
    /** The reciprocal of the square root. */
    RSQRT("Rsqrt", "Rsqrt"),
    /** The exponential. */
    EXP("Exp", "Exp"),
    /** The natural logarithm. */
    LOG("Log", "Log");

    private final String op;
    private final String node;

    Function(String op, String node) {
      this.op = op;
      this.node = node;
    }

    /** Whether there are two operands; CLIP's limits do not count. */
    public boolean isBinary() {
      return compareTo(CLIP) < 0;
    }
  }

  public Arithmetic {
    constant = List.copyOf(constant);
    if (function == Function.CLIP && constant.size() != 2) {
      throw new IllegalArgumentException(
          "expected a lower and an upper limit, found %s.".formatted(constant));
    }
  }

  /** An operation on tensors only. */
  public static Arithmetic of(Function function) {
    return new Arithmetic(function, List.of(), false);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (function.isBinary() && constant.isEmpty()) {
      return Merging.outputShape(inputs);
    }
    Shape input = Ranks.one(inputs);
    if (function.isBinary()) {
      Ranks.perChannel(constant, "constant", input);
    }
    return input;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    if (function == Function.CLIP) {
      Output<TFloat32> low = emission.scalar("low", constant.get(0).floatValue());
      Output<TFloat32> high = emission.scalar("high", constant.get(1).floatValue());
      return emission.op(
          function.op, function.node, emission.op("Maximum", "Maximum", x, low), high);
    }
    if (constant.isEmpty()) {
      return emission.op(function.op, function.node, inputs.toArray(new Output<?>[0]));
    }
    List<Output<TFloat32>> operands =
        Arrays.asList(x, emission.numbers(function.node + "/y", constant));
    int first = constantFirst ? 1 : 0;
    return emission.op(function.op, function.node, operands.get(first), operands.get(1 - first));
  }
}
