package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code PReLU} (He et al., 2015): x, or alpha x below 0, with alpha a weight of the input's
 * shape.
 *
 * @param alpha initializer and regularizer of the factors
 * @param sharedAxes axes along which alpha is shared, counted with the batch as axis 0; 1 and 2 for
 *     one factor per channel
 */
public record PReLU(WeightOptions alpha, List<Integer> sharedAxes) implements LayerConfig {
  public PReLU {
    sharedAxes = List.copyOf(sharedAxes);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    for (int axis : sharedAxes) {
      if (axis < 1 || axis >= input.numDimensions()) {
        throw new IllegalArgumentException(
            "shared axis %d is not one of the input's, of shape %s.".formatted(axis, input));
      }
    }
    return input;
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    long[] sizes = outputShape(inputs).tail().asArray();
    sharedAxes.forEach(axis -> sizes[axis - 1] = 1);
    return List.of(trainable("alpha", alpha, sizes));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> below = emission.op("Relu", "Relu_1", emission.op("Neg", "Neg_1", x));
    Output<TFloat32> slope = emission.op("Neg", "Neg", emission.weight("alpha"));
    return emission.op(
        "AddV2", "add", emission.op("Relu", "Relu", x), emission.op("Mul", "mul", slope, below));
  }
}
