package org.thorax.model.keras.layers;

import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The depthwise convolution of DepthwiseConv2D and SeparableConv2D. */
final class Depthwise {
  private Depthwise() {}

  /** TensorFlow's DepthwiseConv2dNative has the same stride along rows and columns. */
  static void check(HeightWidth strides) {
    if (strides.height() != strides.width()) {
      throw new IllegalArgumentException(
          "expected the same stride along rows and columns, found %d and %d."
              .formatted(strides.height(), strides.width()));
    }
  }

  static WeightSpec kernel(
      HeightWidth size, long channels, int depthMultiplier, WeightOptions options) {
    return WeightSpec.trainable(
        "depthwise_kernel", options, size.height(), size.width(), channels, depthMultiplier);
  }

  static long channels(Shape image, int depthMultiplier) {
    long channels = image.get(3);
    return channels == Shape.UNKNOWN_SIZE ? channels : channels * depthMultiplier;
  }

  /** TensorFlow has no dilated depthwise kernel on the CPU. */
  static Output<TFloat32> emit(
      LayerEmission emission, String name, Output<TFloat32> x, SlidingWindow window) {
    return window.convolve(
        emission,
        x,
        border ->
            image ->
                emission.op(
                    "DepthwiseConv2dNative",
                    name,
                    node ->
                        node.setAttr("strides", window.strides().nhwc())
                            .setAttr("padding", border.name()),
                    image,
                    emission.weight("depthwise_kernel")));
  }
}
