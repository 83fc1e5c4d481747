package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Dense} along the last axis of (batch, ..., features).
 *
 * @param units outputs
 * @param kernel initializer and regularizer of the kernel (features, units)
 * @param end what is done last; its bias is (units)
 */
public record Dense(int units, WeightOptions kernel, BiasAndActivation end) implements LayerConfig {

  /** Keras' defaults: with bias, Glorot uniform. */
  public static Dense of(int units, ActivationFunction activation) {
    return new Dense(units, WeightOptions.GLOROT_UNIFORM, BiasAndActivation.of(activation));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    if (input.numDimensions() < 2) {
      throw new IllegalArgumentException(
          "expected an input (batch, ..., features), found the shape %s.".formatted(input));
    }
    return input.take(input.numDimensions() - 1).append(units);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    return end.after(units, trainable("kernel", kernel, Ranks.one(inputs).get(-1), units));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Shape shape = emission.inputShape();
    int last = shape.numDimensions() - 1;
    if (last == 1) {
      return end.emit(emission, product(emission, x));
    }
    // MatMul takes matrices only: all axes before the last one are rows.
    Output<TFloat32> rows =
        emission.reshape("Tensordot/Reshape", x, -1, Math.toIntExact(shape.get(last)));
    Output<TFloat32> shaped =
        emission.op(
            "Reshape",
            "Tensordot",
            product(emission, rows),
            emission.leadingSizes("Tensordot/shape", x, last, units));
    return end.emit(emission, shaped);
  }

  private static Output<TFloat32> product(LayerEmission emission, Output<TFloat32> rows) {
    return emission.op("MatMul", "MatMul", rows, emission.weight("kernel"));
  }
}
