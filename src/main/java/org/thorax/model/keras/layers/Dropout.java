package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Dropout} (Srivastava et al., 2014). Emitted as an Identity, whose node and rate are
 * reported for training.
 *
 * @param rate the share of values set to 0 in training, in [0, 1)
 */
public record Dropout(double rate) implements LayerConfig {
  public Dropout {
    DropoutRate.check(rate);
  }

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
    return DropoutRate.emit(emission, inputs.get(0), rate, false);
  }
}
