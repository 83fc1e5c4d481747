package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Softmax} along one axis.
 *
 * @param axis that sums to 1; negative counts from the last
 */
public record Softmax(int axis) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    Ranks.axis(axis, input);
    return input;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    int last = emission.inputShape().numDimensions() - 1;
    int[] swapped = Axes.upTo(last + 1);
    int place = Ranks.axis(axis, emission.inputShape());
    if (place == last) {
      return emission.op("Softmax", "Softmax", inputs.get(0));
    }
    // TensorFlow's softmax is along the last axis.
    swapped[place] = last;
    swapped[last] = place;
    Output<TFloat32> turned = emission.transpose("transpose", inputs.get(0), swapped);
    return emission.transpose("transpose_1", emission.op("Softmax", "Softmax", turned), swapped);
  }
}
