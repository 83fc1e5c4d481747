package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * ConvNeXt's {@code StochasticDepth} (Huang et al., 2016). Emitted as an Identity: whole branches
 * are dropped only in Keras' training, and Thorax does not drop them.
 *
 * @param dropPathRate the share of branches that Keras' training drops, in [0, 1)
 */
public record StochasticDepth(double dropPathRate) implements LayerConfig {
  public StochasticDepth {
    if (!(dropPathRate >= 0 && dropPathRate < 1)) {
      throw new IllegalArgumentException(
          "expected a drop_path_rate from 0 to below 1, found %s.".formatted(dropPathRate));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op("Identity", "Identity", inputs.get(0));
  }
}
