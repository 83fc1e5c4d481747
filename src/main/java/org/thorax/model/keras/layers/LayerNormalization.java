package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code LayerNormalization} (Ba et al., 2016): gamma (x - mean) / sqrt(variance + epsilon)
 * + beta, with the statistics of each example over the axes.
 *
 * @param axes normalized together, rising; negative counts from the last
 * @param epsilon added to the variance
 * @param center whether there is a beta
 * @param scale whether there is a gamma
 */
public record LayerNormalization(List<Integer> axes, double epsilon, boolean center, boolean scale)
    implements LayerConfig {
  public LayerNormalization {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one axis, found none.");
    }
  }

  /** Keras' defaults: the last axis, epsilon 0.001, with gamma and beta. */
  public LayerNormalization() {
    this(List.of(-1), 0.001, true, true);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    int before = 0;
    for (int axis : axes) {
      int place = Ranks.axis(axis, input);
      if (place <= before) {
        throw new IllegalArgumentException(
            "expected rising axes after the batch, found %s.".formatted(axes));
      }
      before = place;
    }
    return input;
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    Shape input = outputShape(inputs);
    long[] sizes = axes.stream().mapToLong(input::get).toArray();
    List<WeightSpec> weights = new ArrayList<>();
    if (scale) {
      weights.add(trainable("gamma", WeightOptions.ONES, sizes));
    }
    if (center) {
      weights.add(trainable("beta", WeightOptions.ZEROS, sizes));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> mean = mean(emission, "moments/mean", x);
    Output<TFloat32> centered = emission.op("Sub", "sub", x, mean);
    Output<TFloat32> variance =
        mean(emission, "moments/variance", emission.op("Square", "moments/Square", centered));
    Output<TFloat32> shifted =
        emission.op("AddV2", "add", variance, emission.scalar("epsilon", (float) epsilon));
    Output<TFloat32> y =
        emission.op("Mul", "mul", centered, emission.op("Rsqrt", "Rsqrt", shifted));
    if (scale) {
      y = emission.op("Mul", "mul_1", y, broadcast(emission, "gamma"));
    }
    return center ? emission.op("AddV2", "add_1", y, broadcast(emission, "beta")) : y;
  }

  private Output<TFloat32> mean(LayerEmission emission, String name, Output<TFloat32> x) {
    int[] places = places(emission);
    return emission.op(
        "Mean",
        name,
        node -> node.setAttr("keep_dims", true),
        x,
        emission.constant(name + "/reduction_indices", places));
  }

  /** The weight, reshaped to the input's axes. */
  private Output<TFloat32> broadcast(LayerEmission emission, String weight) {
    int[] sizes = new int[emission.inputShape().numDimensions()];
    Arrays.fill(sizes, 1);
    for (int place : places(emission)) {
      sizes[place] = Math.toIntExact(emission.inputShape().get(place));
    }
    return emission.reshape("Reshape_" + weight, emission.weight(weight), sizes);
  }

  private int[] places(LayerEmission emission) {
    return axes.stream().mapToInt(axis -> Ranks.axis(axis, emission.inputShape())).toArray();
  }
}
