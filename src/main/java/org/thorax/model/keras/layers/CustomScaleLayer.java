package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * InceptionResNetV2's {@code CustomScaleLayer}: first input + scale x second input.
 *
 * @param scale the residual branch's factor
 */
public record CustomScaleLayer(double scale) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).isCompatibleWith(inputs.get(1))) {
      throw new IllegalArgumentException(
          "expected two inputs of the same shape, found %s.".formatted(inputs));
    }
    return inputs.get(0);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> factor = emission.scalar("mul/y", (float) scale);
    Output<TFloat32> scaled = emission.op("Mul", "mul", inputs.get(1), factor);
    return emission.op("AddV2", "add", inputs.get(0), scaled);
  }
}
