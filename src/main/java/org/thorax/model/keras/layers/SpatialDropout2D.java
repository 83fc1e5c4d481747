package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code SpatialDropout2D} (Tompson et al., 2015): whole channels are dropped in training.
 * Emitted as an Identity, whose node and rate are reported for training.
 *
 * @param rate the share of channels set to 0 in training, in [0, 1)
 */
public record SpatialDropout2D(double rate) implements LayerConfig {
  public SpatialDropout2D {
    DropoutRate.check(rate);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.image(inputs);
  }

  @Override
  public boolean differsInTraining() {
    return true;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return DropoutRate.emit(emission, inputs.get(0), rate, true);
  }
}
