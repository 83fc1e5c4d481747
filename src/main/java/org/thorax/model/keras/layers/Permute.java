package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Permute}.
 *
 * @param dims the input's axes in the output's order, counted from 1 after the batch
 */
public record Permute(List<Integer> dims) implements LayerConfig {
  public Permute {
    dims = List.copyOf(dims);
    for (int axis = 1; axis <= dims.size(); axis++) {
      if (!dims.contains(axis)) {
        throw new IllegalArgumentException(
            "expected each axis from 1 to %d once, found %s.".formatted(dims.size(), dims));
      }
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    if (input.numDimensions() != dims.size() + 1) {
      throw new IllegalArgumentException(
          "expected an input of %d axes, found the shape %s.".formatted(dims.size() + 1, input));
    }
    return Shape.of(dims.stream().mapToLong(input::get).toArray()).prepend(input.get(0));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    int[] axes = Axes.upTo(dims.size() + 1);
    for (int i = 1; i < axes.length; i++) {
      axes[i] = dims.get(i - 1);
    }
    return emission.transpose("transpose", inputs.get(0), axes);
  }
}
