package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code SeparableConv2D}: a depthwise convolution, then a 1x1 convolution.
 *
 * @param filters output channels
 * @param window what slides over the image in the depthwise convolution; its steps are the same
 *     along rows and columns
 * @param depthMultiplier channels between the two convolutions, per input channel
 * @param depthwise initializer and regularizer of the kernel (height, width, input channels, depth
 *     multiplier)
 * @param pointwise initializer and regularizer of the kernel (1, 1, input channels x depth
 *     multiplier, filters)
 * @param end what is done after the second convolution; its bias is (filters)
 */
public record SeparableConv2D(
    int filters,
    SlidingWindow window,
    int depthMultiplier,
    WeightOptions depthwise,
    WeightOptions pointwise,
    BiasAndActivation end)
    implements LayerConfig {
  private static final String DEPTHWISE = "separable_conv2d/depthwise";

  public SeparableConv2D {
    Depthwise.check(window.strides());
  }

  /** A square window and Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static SeparableConv2D of(int filters, int kernelSize) {
    return new SeparableConv2D(
        filters,
        SlidingWindow.of(HeightWidth.of(kernelSize), HeightWidth.ONE),
        1,
        WeightOptions.GLOROT_UNIFORM,
        WeightOptions.GLOROT_UNIFORM,
        BiasAndActivation.LINEAR);
  }

  /** A copy with this padding. */
  public SeparableConv2D padding(Padding value) {
    return new SeparableConv2D(
        filters, window.padding(value), depthMultiplier, depthwise, pointwise, end);
  }

  /** A copy without a bias. */
  public SeparableConv2D withoutBias() {
    return new SeparableConv2D(
        filters, window, depthMultiplier, depthwise, pointwise, end.withoutBias());
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return window.outputShape(Ranks.image(inputs), filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    long between = Depthwise.channels(input, depthMultiplier);
    return end.after(
        filters,
        Depthwise.kernel(window.size(), input.get(3), depthMultiplier, depthwise),
        trainable("pointwise_kernel", pointwise, 1, 1, between, filters));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> pointwise =
        emission.op(
            "Conv2D",
            "separable_conv2d",
            node ->
                node.setAttr("strides", HeightWidth.ONE.nhwc())
                    .setAttr("padding", Padding.VALID.name()),
            Depthwise.emit(emission, DEPTHWISE, inputs.get(0), window),
            emission.weight("pointwise_kernel"));
    return end.emit(emission, pointwise);
  }
}
