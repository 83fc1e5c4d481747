package org.thorax.model.keras.layers;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code InputLayer}.
 *
 * @param batchShape the float32 input's shape with its batch axis; unknown sizes are {@link
 *     Shape#UNKNOWN_SIZE}
 */
public record InputLayer(Shape batchShape) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return batchShape;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.placeholder(batchShape);
  }

  /** A {@link Shape} with an unknown size equals no other, but equal inputs must be equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof InputLayer input
        && Arrays.equals(batchShape.asArray(), input.batchShape.asArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(batchShape.asArray());
  }
}
