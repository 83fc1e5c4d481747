package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.moving;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Normalization}: (x - mean) / max(sqrt(variance), 1e-7). The statistics are given,
 * or adapted to data; then they are weights.
 *
 * @param axes with separate statistics, rising; negative counts from the last; empty for one mean
 *     and variance of all values
 * @param mean given: one number, or one per position of the axes; empty if it is adapted
 * @param variance like the mean, at least 0
 * @param invert whether to compute the inverse: x sqrt(variance) + mean
 */
public record Normalization(
    List<Integer> axes, List<Double> mean, List<Double> variance, boolean invert)
    implements LayerConfig {
  private static final double EPSILON = 1e-7;

  public Normalization {
    axes = List.copyOf(axes);
    mean = List.copyOf(mean);
    variance = List.copyOf(variance);
    if (variance.stream().anyMatch(value -> !(value >= 0))) {
      throw new IllegalArgumentException(
          "expected variances of at least 0, found %s.".formatted(variance));
    }
    if (mean.isEmpty() != variance.isEmpty()) {
      throw new IllegalArgumentException(
          "expected mean and variance or neither, found %d and %d numbers."
              .formatted(mean.size(), variance.size()));
    }
  }

  /** With given statistics of the channels. */
  public static Normalization of(List<Double> mean, List<Double> variance) {
    return new Normalization(List.of(-1), mean, variance, false);
  }

  /** Whether mean and variance are weights. */
  public boolean isAdapted() {
    return mean.isEmpty();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    long[] sizes = sizes(input);
    long places = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    for (List<Double> statistic : List.of(mean, variance)) {
      if (statistic.size() > 1 && statistic.size() != places) {
        throw new IllegalArgumentException(
            "expected one mean and variance, or %d for axis %s of %s, found %d."
                .formatted(places, axes, input, statistic.size()));
      }
    }
    return input;
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    long[] sizes = sizes(inputs.get(0));
    return isAdapted()
        ? List.of(
            moving("mean", WeightOptions.ZEROS, sizes),
            moving("variance", WeightOptions.ONES, sizes))
        : List.of();
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> center = statistic(emission, "mean", mean);
    Output<TFloat32> deviation =
        isAdapted()
            ? emission.op(
                "Maximum",
                "Maximum",
                emission.op("Sqrt", "Sqrt", statistic(emission, "variance", variance)),
                emission.scalar("Maximum/y", (float) EPSILON))
            : statistic(
                emission,
                "deviation",
                variance.stream()
                    .map(value -> Math.max(Math.sqrt(value.floatValue()), EPSILON))
                    .toList());
    return invert
        ? emission.op("AddV2", "add", center, emission.op("Mul", "mul", x, deviation))
        : emission.op("RealDiv", "truediv", emission.op("Sub", "sub", x, center), deviation);
  }

  /** A weight or a constant, reshaped to the input's axes. */
  private Output<TFloat32> statistic(LayerEmission emission, String name, List<Double> given) {
    Output<TFloat32> values =
        isAdapted() ? emission.weight(name) : emission.numbers(name + "/values", given);
    Shape input = emission.inputShape();
    boolean channelsAlone =
        axes.size() == 1 && Ranks.axis(axes.get(0), input) == input.numDimensions() - 1;
    if (given.size() == 1 || channelsAlone || axes.isEmpty()) {
      return values;
    }
    int[] sizes = new int[input.numDimensions()];
    Arrays.fill(sizes, 1);
    for (int axis : axes) {
      int place = Ranks.axis(axis, input);
      sizes[place] = Math.toIntExact(input.get(place));
    }
    return emission.reshape(name + "/broadcast", values, sizes);
  }

  private long[] sizes(Shape input) {
    long[] sizes = new long[axes.size()];
    int before = 0;
    for (int i = 0; i < sizes.length; i++) {
      int place = Ranks.axis(axes.get(i), input);
      if (place <= before) {
        throw new IllegalArgumentException(
            "expected rising axes after the batch, found %s.".formatted(axes));
      }
      before = place;
      sizes[i] = input.get(place);
    }
    if (mean.size() != 1 && Shape.of(sizes).hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "expected known sizes of axis %s, found %s.".formatted(axes, input));
    }
    return sizes;
  }
}
