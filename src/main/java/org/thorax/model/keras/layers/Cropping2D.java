package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Cropping2D}: crops the borders of each image, in pixels.
 *
 * @param top rows removed at the top
 * @param bottom rows removed at the bottom
 * @param left columns removed at the left
 * @param right columns removed at the right
 */
public record Cropping2D(int top, int bottom, int left, int right) implements LayerConfig {
  public Cropping2D {
    if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
      throw new IllegalArgumentException(
          "expected a cropping of at least 0, found ((%d, %d), (%d, %d))."
              .formatted(top, bottom, left, right));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return Shape.of(
        input.get(0),
        cropped(input.get(1), top + bottom),
        cropped(input.get(2), left + right),
        input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    // Bits 0 and 3 of the masks: the batch and the channels are taken whole; 0 ends nowhere.
    long endMask = 0b1001L | (bottom == 0 ? 0b0010L : 0) | (right == 0 ? 0b0100L : 0);
    return emission.op(
        "StridedSlice",
        "strided_slice",
        node -> node.setAttr("begin_mask", 0b1001L).setAttr("end_mask", endMask),
        inputs.get(0),
        emission.constant("strided_slice/begin", 0, top, left, 0),
        emission.constant("strided_slice/end", 0, -bottom, -right, 0),
        emission.constant("strided_slice/strides", 1, 1, 1, 1));
  }

  private static long cropped(long size, int cropping) {
    if (size == Shape.UNKNOWN_SIZE) {
      return size;
    }
    if (size <= cropping) {
      throw new IllegalArgumentException(
          "cropping %d pixels leaves nothing of %d.".formatted(cropping, size));
    }
    return size - cropping;
  }
}
