package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code SeparableConv2D}: a depthwise convolution, then a 1x1 convolution.
 *
 * @param filters output channels
 * @param kernelSize the depthwise window
 * @param strides the depthwise strides, the same along rows and columns
 * @param padding the padding
 * @param depthMultiplier channels between the two convolutions, per input channel
 * @param dilationRate dilation of the window, 1 for none; above 1 only with stride 1
 * @param activation applied last
 * @param useBias whether a bias is added, after the second convolution
 * @param depthwise initializer and regularizer of the kernel (height, width, input channels, depth
 *     multiplier)
 * @param pointwise initializer and regularizer of the kernel (1, 1, input channels x depth
 *     multiplier, filters)
 * @param bias initializer and regularizer of the bias (filters)
 */
public record SeparableConv2D(
    int filters,
    HeightWidth kernelSize,
    HeightWidth strides,
    Padding padding,
    int depthMultiplier,
    HeightWidth dilationRate,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions depthwise,
    WeightOptions pointwise,
    WeightOptions bias)
    implements LayerConfig {
  private static final String DEPTHWISE = "separable_conv2d/depthwise";

  public SeparableConv2D {
    Depthwise.check(strides, dilationRate);
  }

  /** A square window and Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static SeparableConv2D of(int filters, int kernelSize) {
    return new SeparableConv2D(
        filters,
        HeightWidth.of(kernelSize),
        HeightWidth.ONE,
        Padding.VALID,
        1,
        HeightWidth.ONE,
        ActivationFunction.LINEAR,
        true,
        WeightOptions.GLOROT_UNIFORM,
        WeightOptions.GLOROT_UNIFORM,
        WeightOptions.ZEROS);
  }

  /** A copy with this padding. */
  public SeparableConv2D padding(Padding value) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        value,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  /** A copy without a bias. */
  public SeparableConv2D withoutBias() {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        false,
        depthwise,
        pointwise,
        bias);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return padding.slide(Ranks.image(inputs), kernelSize, strides, dilationRate, filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(Depthwise.kernel(kernelSize, input.get(3), depthMultiplier, depthwise));
    weights.add(
        trainable(
            "pointwise_kernel",
            pointwise,
            1,
            1,
            Depthwise.channels(input, depthMultiplier),
            filters));
    if (useBias) {
      weights.add(trainable("bias", bias, filters));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> depthwise =
        dilationRate.equals(HeightWidth.ONE)
            ? Depthwise.emit(emission, DEPTHWISE, inputs.get(0), strides, padding)
            : Depthwise.emitDilated(
                emission,
                DEPTHWISE,
                inputs.get(0),
                new DilatedConvolution(emission, kernelSize, dilationRate, padding));
    Output<TFloat32> pointwise =
        emission.op(
            "Conv2D",
            "separable_conv2d",
            node ->
                node.setAttr("strides", HeightWidth.ONE.nhwc())
                    .setAttr("padding", Padding.VALID.name()),
            depthwise,
            emission.weight("pointwise_kernel"));
    return emission.biasAndActivation(pointwise, useBias, activation);
  }
}
