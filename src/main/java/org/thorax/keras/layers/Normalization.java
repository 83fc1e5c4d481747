package org.thorax.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Normalization} with given statistics: (x - mean) / max(sqrt(variance), 1e-7), over
 * the last axis.
 *
 * @param mean one number, or one per channel
 * @param variance one number, or one per channel, at least 0
 * @param invert whether it goes the other way: x sqrt(variance) + mean
 */
public record Normalization(List<Double> mean, List<Double> variance, boolean invert)
    implements LayerConfig {
  private static final double EPSILON = 1e-7;

  public Normalization {
    mean = List.copyOf(mean);
    variance = List.copyOf(variance);
    if (variance.stream().anyMatch(value -> !(value >= 0))) {
      throw new IllegalArgumentException(
          "expected variances of at least 0, found %s.".formatted(variance));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    Ranks.perChannel(mean, "mean", input);
    Ranks.perChannel(variance, "variance", input);
    return input;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> center = emission.numbers("mean", mean);
    Output<TFloat32> deviation =
        emission.numbers(
            "deviation", variance.stream().map(v -> Math.max(Math.sqrt(v), EPSILON)).toList());
    return invert
        ? emission.op("AddV2", "add", center, emission.op("Mul", "mul", x, deviation))
        : emission.op("RealDiv", "truediv", emission.op("Sub", "sub", x, center), deviation);
  }
}
