package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code AveragePooling2D}: the mean of each window and channel; padding does not count.
 *
 * @param poolSize the window
 * @param strides the strides
 * @param padding the padding
 */
public record AveragePooling2D(HeightWidth poolSize, HeightWidth strides, Padding padding)
    implements LayerConfig {

  /** A square window with stride {@code strides}, valid padding. */
  public static AveragePooling2D of(int poolSize, int strides) {
    return new AveragePooling2D(HeightWidth.of(poolSize), HeightWidth.of(strides), Padding.VALID);
  }

  /** A copy with this padding. */
  public AveragePooling2D padding(Padding value) {
    return new AveragePooling2D(poolSize, strides, value);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return padding.slide(input, poolSize, strides, HeightWidth.ONE, input.get(3));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return emission.op(
        "AvgPool",
        "AvgPool",
        node ->
            node.setAttr("ksize", poolSize.nhwc())
                .setAttr("strides", strides.nhwc())
                .setAttr("padding", padding.name()),
        inputs.get(0));
  }
}
