package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Reshape}.
 *
 * @param targetShape the sizes after the batch; one may be -1, which is inferred
 */
public record Reshape(List<Long> targetShape) implements LayerConfig {
  public Reshape {
    targetShape = List.copyOf(targetShape);
    if (targetShape.stream().filter(size -> size == -1).count() > 1
        || targetShape.stream().anyMatch(size -> size < 1 && size != -1)) {
      throw new IllegalArgumentException(
          "expected sizes of at least 1 and one -1 at most, found %s.".formatted(targetShape));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    Shape values = input.tail();
    long[] sizes = targetShape.stream().mapToLong(Long::longValue).toArray();
    if (!values.hasUnknownDimension()) {
      resolve(sizes, values.size(), input);
    }
    return Shape.of(sizes).prepend(input.get(0));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Shape output = outputShape(List.of(emission.inputShape()));
    int[] sizes = new int[output.numDimensions() - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(output.get(i + 1));
    }
    return emission.op(
        "Reshape", "Reshape", x, emission.leadingSizes("Reshape/shape", x, 1, sizes));
  }

  private static void resolve(long[] sizes, long values, Shape input) {
    int open = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == Shape.UNKNOWN_SIZE) {
        open = i;
      } else {
        known *= sizes[i];
      }
    }
    if (open >= 0 && values % known == 0) {
      sizes[open] = values / known;
    } else if (open >= 0 || values != known) {
      throw new IllegalArgumentException(
          "an input of the shape %s cannot be reshaped to %s.".formatted(input, Shape.of(sizes)));
    }
  }
}
