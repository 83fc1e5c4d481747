package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code UpSampling2D}: enlarges images by integer factors.
 *
 * @param size the factors
 * @param interpolation of the pixels
 */
public record UpSampling2D(HeightWidth size, Method interpolation) implements LayerConfig {
  /** The interpolation; Keras writes the names in lower case. */
  public enum Method {
    /** Nearest neighbour. */
    NEAREST("ResizeNearestNeighbor"),
    /** Bilinear: the four nearest pixels, weighted by distance. */
    BILINEAR("ResizeBilinear");

    private final String op;

    Method(String op) {
      this.op = op;
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return Shape.of(
        input.get(0),
        enlarged(input.get(1), size.height()),
        enlarged(input.get(2), size.width()),
        input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op(
        interpolation.op,
        "resize/" + interpolation.op,
        node -> node.setAttr("half_pixel_centers", true),
        inputs.get(0),
        emission.imageSize("resize/size", inputs.get(0), size, 0, 0));
  }

  private static long enlarged(long pixels, int factor) {
    return pixels == Shape.UNKNOWN_SIZE ? pixels : pixels * factor;
  }
}
