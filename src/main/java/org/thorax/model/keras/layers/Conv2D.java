package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Conv2D}.
 *
 * @param filters output channels
 * @param window what slides over the image
 * @param groups channel groups convolved apart, 1 for one convolution
 * @param kernel initializer and regularizer of the kernel (height, width, input channels / groups,
 *     filters)
 * @param end what is done last; its bias is (filters)
 */
public record Conv2D(
    int filters, SlidingWindow window, int groups, WeightOptions kernel, BiasAndActivation end)
    implements LayerConfig {

  /** Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static Conv2D of(int filters, int height, int width) {
    return new Conv2D(
        filters,
        SlidingWindow.of(new HeightWidth(height, width), HeightWidth.ONE),
        1,
        WeightOptions.GLOROT_UNIFORM,
        BiasAndActivation.LINEAR);
  }

  /** A square window and Keras' defaults. */
  public static Conv2D of(int filters, int kernelSize) {
    return of(filters, kernelSize, kernelSize);
  }

  /** A copy with these strides. */
  public Conv2D strides(int both) {
    return with(window.strides(HeightWidth.of(both)));
  }

  /** A copy with this padding. */
  public Conv2D padding(Padding value) {
    return with(window.padding(value));
  }

  /** A copy with this dilation. */
  public Conv2D dilationRate(int both) {
    return with(window.dilationRate(HeightWidth.of(both)));
  }

  /** A copy with an activation. */
  public Conv2D activation(ActivationFunction value) {
    return with(end.activation(value));
  }

  /** A copy without a bias. */
  public Conv2D withoutBias() {
    return with(end.withoutBias());
  }

  private Conv2D with(SlidingWindow value) {
    return new Conv2D(filters, value, groups, kernel, end);
  }

  private Conv2D with(BiasAndActivation value) {
    return new Conv2D(filters, window, groups, kernel, value);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return window.outputShape(Ranks.image(inputs), filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    long channels = Ranks.image(inputs).get(3);
    if (channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "%d input channels and %d filters cannot be divided into %d groups."
              .formatted(channels, filters, groups));
    }
    return end.after(
        filters,
        trainable(
            "kernel",
            kernel,
            window.size().height(),
            window.size().width(),
            channels == Shape.UNKNOWN_SIZE ? channels : channels / groups,
            filters));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> convolved =
        window.convolve(emission, inputs.get(0), border -> x -> convolve(emission, x, border));
    return end.emit(emission, convolved);
  }

  private Output<TFloat32> convolve(LayerEmission emission, Output<TFloat32> x, Padding border) {
    return emission.op(
        "Conv2D",
        "Conv2D",
        node -> node.setAttr("strides", window.strides().nhwc()).setAttr("padding", border.name()),
        x,
        emission.weight("kernel"));
  }
}
