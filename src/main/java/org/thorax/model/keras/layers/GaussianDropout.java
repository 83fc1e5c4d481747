package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code GaussianDropout}. Emitted as an Identity: its noise is added only in training, and
 * Thorax does not add it.
 *
 * @param rate the dropout rate with the variance of the multiplicative noise
 */
public record GaussianDropout(double rate) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public boolean differsInTraining() {
    return true;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op("Identity", "Identity", inputs.get(0));
  }
}
