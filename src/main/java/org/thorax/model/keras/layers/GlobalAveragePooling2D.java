package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code GlobalAveragePooling2D}: the mean of each channel.
 *
 * @param keepDimensions whether the output is (batch, 1, 1, channels) and not (batch, channels)
 */
public record GlobalAveragePooling2D(boolean keepDimensions) implements LayerConfig {
  /** Keras' default, (batch, channels). */
  public GlobalAveragePooling2D() {
    this(false);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return keepDimensions
        ? Shape.of(input.get(0), 1, 1, input.get(3))
        : Shape.of(input.get(0), input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op(
        "Mean",
        "Mean",
        node -> node.setAttr("keep_dims", keepDimensions),
        inputs.get(0),
        emission.constant("Mean/reduction_indices", 1, 2));
  }
}
