package org.thorax.keras.layers;

import static org.thorax.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Dense} on (batch, features).
 *
 * @param units outputs
 * @param activation applied last
 * @param useBias whether a bias is added
 * @param kernel initializer and regularizer of the kernel (features, units)
 * @param bias initializer and regularizer of the bias (units)
 */
public record Dense(
    int units,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias)
    implements LayerConfig {

  /** Keras' defaults: with bias, Glorot uniform. */
  public static Dense of(int units, ActivationFunction activation) {
    return new Dense(units, activation, true, WeightOptions.GLOROT_UNIFORM, WeightOptions.ZEROS);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(Ranks.vector(inputs).get(0), units);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(trainable("kernel", kernel, Ranks.vector(inputs).get(1), units));
    if (useBias) {
      weights.add(trainable("bias", bias, units));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> product =
        emission.op("MatMul", "MatMul", inputs.get(0), emission.weight("kernel"));
    return emission.biasAndActivation(product, useBias, activation);
  }
}
