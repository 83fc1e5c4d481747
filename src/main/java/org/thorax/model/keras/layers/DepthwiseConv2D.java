package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code DepthwiseConv2D}: convolves each input channel separately.
 *
 * @param kernelSize the window
 * @param strides the strides, the same along rows and columns
 * @param padding the padding
 * @param depthMultiplier output channels per input channel
 * @param dilationRate dilation of the window, 1 for none; above 1 only with stride 1
 * @param activation applied last
 * @param useBias whether a bias is added
 * @param depthwise initializer and regularizer of the kernel (height, width, input channels, depth
 *     multiplier)
 * @param bias initializer and regularizer of the bias
 */
public record DepthwiseConv2D(
    HeightWidth kernelSize,
    HeightWidth strides,
    Padding padding,
    int depthMultiplier,
    HeightWidth dilationRate,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions depthwise,
    WeightOptions bias)
    implements LayerConfig {
  public DepthwiseConv2D {
    Depthwise.check(strides, dilationRate);
  }

  /** A square window and Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static DepthwiseConv2D of(int kernelSize) {
    return new DepthwiseConv2D(
        HeightWidth.of(kernelSize),
        HeightWidth.ONE,
        Padding.VALID,
        1,
        HeightWidth.ONE,
        ActivationFunction.LINEAR,
        true,
        WeightOptions.GLOROT_UNIFORM,
        WeightOptions.ZEROS);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return padding.slide(
        input, kernelSize, strides, dilationRate, Depthwise.channels(input, depthMultiplier));
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(Depthwise.kernel(kernelSize, input.get(3), depthMultiplier, depthwise));
    if (useBias) {
      weights.add(trainable("bias", bias, Depthwise.channels(input, depthMultiplier)));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> convolved =
        dilationRate.equals(HeightWidth.ONE)
            ? Depthwise.emit(emission, "depthwise", inputs.get(0), strides, padding)
            : Depthwise.emitDilated(
                emission,
                "depthwise",
                inputs.get(0),
                new DilatedConvolution(emission, kernelSize, dilationRate, padding));
    return emission.biasAndActivation(convolved, useBias, activation);
  }
}
