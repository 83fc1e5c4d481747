package org.thorax.model.keras.layers;

import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The depthwise convolution of DepthwiseConv2D and SeparableConv2D. */
final class Depthwise {
  private Depthwise() {}

  /** TensorFlow's DepthwiseConv2dNative has the same stride along rows and columns. */
  static void check(HeightWidth strides, HeightWidth dilationRate) {
    if (strides.height() != strides.width()) {
      throw new IllegalArgumentException(
          "expected the same stride along rows and columns, found %d and %d."
              .formatted(strides.height(), strides.width()));
    }
    if (!strides.equals(HeightWidth.ONE) && !dilationRate.equals(HeightWidth.ONE)) {
      throw new IllegalArgumentException(
          "expected strides or a dilation rate above 1, found both: %s and %s."
              .formatted(strides, dilationRate));
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

  static Output<TFloat32> emit(
      LayerEmission emission,
      String name,
      Output<TFloat32> x,
      HeightWidth strides,
      Padding padding) {
    return emission.op(
        "DepthwiseConv2dNative",
        name,
        node -> node.setAttr("strides", strides.nhwc()).setAttr("padding", padding.name()),
        x,
        emission.weight("depthwise_kernel"));
  }

  /** TensorFlow has no dilated depthwise kernel on the CPU. */
  static Output<TFloat32> emitDilated(
      LayerEmission emission, String name, Output<TFloat32> x, DilatedConvolution dilated) {
    return dilated.emit(
        x, batches -> emit(emission, name, batches, HeightWidth.ONE, Padding.VALID));
  }
}
