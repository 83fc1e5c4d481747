package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** One value of each channel: what Keras' global poolings have in common. */
final class GlobalPooling {
  private GlobalPooling() {}

  static Shape outputShape(List<Shape> inputs, boolean keepDimensions) {
    Shape input = Ranks.image(inputs);
    return keepDimensions
        ? Shape.of(input.get(0), 1, 1, input.get(3))
        : Shape.of(input.get(0), input.get(3));
  }

  /** Writes TensorFlow's reduction of that type over rows and columns. */
  static Output<TFloat32> emit(
      LayerEmission emission, String type, Output<TFloat32> x, boolean keepDimensions) {
    return emission.op(
        type,
        type,
        node -> node.setAttr("keep_dims", keepDimensions),
        x,
        emission.constant(type + "/reduction_indices", 1, 2));
  }
}
