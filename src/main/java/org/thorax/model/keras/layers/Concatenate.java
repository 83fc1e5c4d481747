package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Concatenate}.
 *
 * @param axis of the concatenation; negative counts from the last
 */
public record Concatenate(int axis) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    long[] sizes = inputs.get(0).asArray();
    int joined = axis < 0 ? axis + sizes.length : axis;
    if (joined < 1 || joined >= sizes.length) {
      throw new IllegalArgumentException(
          "axis %d cannot be joined in inputs of the shape %s.".formatted(axis, inputs.get(0)));
    }
    for (Shape input : inputs.subList(1, inputs.size())) {
      long[] others = sizes.clone();
      others[joined] = Shape.UNKNOWN_SIZE;
      if (!input.isCompatibleWith(Shape.of(others))) {
        throw new IllegalArgumentException(
            "inputs of the shapes %s cannot be joined along axis %d.".formatted(inputs, axis));
      }
    }
    sizes[joined] =
        inputs.stream()
            .mapToLong(input -> input.get(joined))
            .reduce(0, (a, b) -> a < 0 || b < 0 ? Shape.UNKNOWN_SIZE : a + b);
    return Shape.of(sizes);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    int joined = axis < 0 ? axis + emission.inputShape().numDimensions() : axis;
    return emission.concatenation("concat", inputs, joined);
  }
}
