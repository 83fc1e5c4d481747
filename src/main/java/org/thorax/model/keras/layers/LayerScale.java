package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * ConvNeXt's {@code LayerScale} (Touvron et al., 2021): gamma x, with one gamma per channel.
 *
 * @param initValues initial value of gamma in Keras; a saved model contains its own
 * @param projectionDim the number of channels
 */
public record LayerScale(double initValues, int projectionDim) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    if (input.get(-1) != projectionDim) {
      throw new IllegalArgumentException(
          "expected an input of %d channels, found the shape %s.".formatted(projectionDim, input));
    }
    return input;
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    return List.of(trainable("gamma", WeightOptions.ONES, projectionDim));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op("Mul", "mul", inputs.get(0), emission.weight("gamma"));
  }
}
