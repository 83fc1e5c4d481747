package org.thorax.model.keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' operation {@code Stack}: stacks inputs of one shape along a new axis.
 *
 * @param axis the new one in the output; negative counts from the last
 */
public record Stack(int axis) implements LayerConfig {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = inputs.get(0);
    if (!inputs.stream().allMatch(first::isCompatibleWith)) {
      throw new IllegalArgumentException(
          "expected inputs of the same shape, found %s.".formatted(inputs));
    }
    int place = place(first);
    long[] sizes = first.asArray();
    return Shape.of(
        LongStream.concat(
                LongStream.concat(Arrays.stream(sizes, 0, place), LongStream.of(inputs.size())),
                Arrays.stream(sizes, place, sizes.length))
            .toArray());
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.stack("stack", inputs, place(emission.inputShape()));
  }

  private int place(Shape input) {
    int rank = input.numDimensions() + 1;
    int place = axis < 0 ? axis + rank : axis;
    if (place < 1 || place >= rank) {
      throw new IllegalArgumentException(
          "axis %d cannot be made beside the batch of inputs of the shape %s."
              .formatted(axis, input));
    }
    return place;
  }
}
