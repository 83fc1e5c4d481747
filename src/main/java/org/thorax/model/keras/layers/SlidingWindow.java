package org.thorax.model.keras.layers;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The window of a convolution or a pooling, and how it slides over an image.
 *
 * @param size in pixels
 * @param strides its steps
 * @param padding the border
 * @param dilationRate distance of the window's pixels, 1 for neighbours; above 1 only with stride 1
 */
public record SlidingWindow(
    HeightWidth size, HeightWidth strides, Padding padding, HeightWidth dilationRate) {
  public SlidingWindow {
    if (!strides.equals(HeightWidth.ONE) && !dilationRate.equals(HeightWidth.ONE)) {
      throw new IllegalArgumentException(
          "expected strides or a dilation rate above 1, found both: %s and %s."
              .formatted(strides, dilationRate));
    }
  }

  /** A window of neighbouring pixels, valid padding. */
  public static SlidingWindow of(HeightWidth size, HeightWidth strides) {
    return new SlidingWindow(size, strides, Padding.VALID, HeightWidth.ONE);
  }

  /** The same with these steps. */
  public SlidingWindow strides(HeightWidth value) {
    return new SlidingWindow(size, value, padding, dilationRate);
  }

  /** The same with this border. */
  public SlidingWindow padding(Padding value) {
    return new SlidingWindow(size, strides, value, dilationRate);
  }

  /** The same with its pixels this far apart. */
  public SlidingWindow dilationRate(HeightWidth value) {
    return new SlidingWindow(size, strides, padding, value);
  }

  /** The shape after it slid over a (batch, height, width, channels) input. */
  Shape outputShape(Shape input, long channels) {
    return padding.slide(input, this, channels);
  }

  /** Writes one of TensorFlow's poolings, {@code AvgPool} or {@code MaxPool}. */
  Output<TFloat32> pool(LayerEmission emission, String type, Output<TFloat32> x) {
    return emission.op(
        type,
        type,
        node ->
            node.setAttr("ksize", size.nhwc())
                .setAttr("strides", strides.nhwc())
                .setAttr("padding", padding.name()),
        x);
  }

  /**
   * Writes a convolution.
   *
   * @param convolution the one of neighbouring pixels, from its input, by its border
   */
  Output<TFloat32> convolve(
      LayerEmission emission,
      Output<TFloat32> x,
      Function<Padding, UnaryOperator<Output<TFloat32>>> convolution) {
    return dilationRate.equals(HeightWidth.ONE)
        ? convolution.apply(padding).apply(x)
        : new DilatedConvolution(emission, this).emit(x, convolution.apply(Padding.VALID));
  }
}
