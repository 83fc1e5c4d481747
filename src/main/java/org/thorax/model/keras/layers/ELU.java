package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code ELU} (Clevert et al., 2016): x, or alpha (exp(x) - 1) below 0.
 *
 * @param alpha the factor below 0, 1 in Keras
 */
public record ELU(double alpha) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    if (alpha == 1) {
      return emission.op("Elu", "Elu", x);
    }
    Output<TFloat32> negative =
        emission.op("Elu", "Elu", emission.op("Minimum", "min", x, emission.scalar("zero", 0)));
    Output<TFloat32> scaled =
        emission.op("Mul", "mul", emission.scalar("alpha", (float) alpha), negative);
    return emission.op("AddV2", "add", emission.op("Relu", "Relu", x), scaled);
  }
}
