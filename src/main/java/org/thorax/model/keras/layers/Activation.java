package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Activation}.
 *
 * @param activation the function
 */
public record Activation(ActivationFunction activation) implements LayerConfig {
  /** {@code Activation("relu")}. */
  public static final Activation RELU = new Activation(ActivationFunction.RELU);

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Ranks.one(inputs);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return activation.emit(emission, inputs.get(0));
  }
}
