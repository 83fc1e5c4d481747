package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code LeakyReLU}: x, or slope x below 0.
 *
 * @param negativeSlope the factor below 0, 0.3 in Keras; {@code alpha} in Keras 2
 */
public record LeakyReLU(double negativeSlope) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op(
        "LeakyRelu",
        "LeakyRelu",
        node -> node.setAttr("alpha", (float) negativeSlope),
        inputs.get(0));
  }
}
