package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code ReLU}: maximum for x of at least the maximum, x from the threshold on, negative
 * slope x (x - threshold) below.
 *
 * @param maxValue the largest output, above 0; {@link Double#POSITIVE_INFINITY} for none
 * @param negativeSlope factor below the threshold, at least 0
 * @param threshold where x begins to pass, at least 0
 */
public record ReLU(double maxValue, double negativeSlope, double threshold) implements LayerConfig {
  public ReLU {
    if (!(maxValue >= 0 && negativeSlope >= 0 && threshold >= 0)) {
      throw new IllegalArgumentException(
          "expected a maximum, slope and threshold of at least 0, found %s, %s and %s."
              .formatted(maxValue, negativeSlope, threshold));
    }
  }

  /** Keras' defaults: max(x, 0). */
  public ReLU() {
    this(Double.POSITIVE_INFINITY, 0, 0);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> y = positive(emission, x);
    if (negativeSlope == 0) {
      return y;
    }
    Output<TFloat32> limit = emission.scalar("threshold", (float) threshold);
    Output<TFloat32> below = emission.op("Relu", "below", emission.op("Sub", "under", limit, x));
    Output<TFloat32> slope = emission.scalar("slope", (float) negativeSlope);
    return emission.op("Sub", "sub", y, emission.op("Mul", "mul", slope, below));
  }

  private Output<TFloat32> positive(LayerEmission emission, Output<TFloat32> x) {
    if (threshold == 0 && maxValue == 6) {
      return emission.op("Relu6", "Relu6", x);
    }
    Output<TFloat32> y = threshold == 0 ? emission.op("Relu", "Relu", x) : above(emission, x);
    return maxValue == Double.POSITIVE_INFINITY
        ? y
        : emission.op("Minimum", "Minimum", y, emission.scalar("max_value", (float) maxValue));
  }

  private Output<TFloat32> above(LayerEmission emission, Output<TFloat32> x) {
    Output<TFloat32> limit = emission.scalar("least", (float) threshold);
    return emission.op(
        "SelectV2",
        "SelectV2",
        emission.op("Greater", "Greater", x, limit),
        x,
        emission.scalar("zero", 0));
  }
}
