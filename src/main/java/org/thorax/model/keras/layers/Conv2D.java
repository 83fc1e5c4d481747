package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Conv2D}.
 *
 * @param filters output channels
 * @param kernelSize the window
 * @param strides the strides
 * @param padding the padding
 * @param dilationRate dilation of the window, 1 for none; above 1 only with stride 1
 * @param groups number of channel groups, 1 for an ordinary convolution
 * @param activation applied last
 * @param useBias whether a bias is added
 * @param kernel initializer and regularizer of the kernel (height, width, input channels / groups,
 *     filters)
 * @param bias initializer and regularizer of the bias (filters)
 */
public record Conv2D(
    int filters,
    HeightWidth kernelSize,
    HeightWidth strides,
    Padding padding,
    HeightWidth dilationRate,
    int groups,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias)
    implements LayerConfig {
  public Conv2D {
    if (!strides.equals(HeightWidth.ONE) && !dilationRate.equals(HeightWidth.ONE)) {
      throw new IllegalArgumentException(
          "expected strides or a dilation rate above 1, found both: %s and %s."
              .formatted(strides, dilationRate));
    }
  }

  /** Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static Conv2D of(int filters, int height, int width) {
    return new Conv2D(
        filters,
        new HeightWidth(height, width),
        HeightWidth.ONE,
        Padding.VALID,
        HeightWidth.ONE,
        1,
        ActivationFunction.LINEAR,
        true,
        WeightOptions.GLOROT_UNIFORM,
        WeightOptions.ZEROS);
  }

  /** A square window and Keras' defaults. */
  public static Conv2D of(int filters, int kernelSize) {
    return of(filters, kernelSize, kernelSize);
  }

  /** A copy with these strides. */
  public Conv2D strides(int both) {
    return new Conv2D(
        filters,
        kernelSize,
        HeightWidth.of(both),
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** A copy with this padding. */
  public Conv2D padding(Padding value) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        value,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** A copy with this dilation. */
  public Conv2D dilationRate(int both) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        HeightWidth.of(both),
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** A copy with an activation. */
  public Conv2D activation(ActivationFunction value) {
    return new Conv2D(
        filters, kernelSize, strides, padding, dilationRate, groups, value, useBias, kernel, bias);
  }

  /** A copy without a bias. */
  public Conv2D withoutBias() {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        false,
        kernel,
        bias);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return padding.slide(Ranks.image(inputs), kernelSize, strides, dilationRate, filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    long channels = Ranks.image(inputs).get(3);
    if (channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "%d input channels and %d filters cannot be divided into %d groups."
              .formatted(channels, filters, groups));
    }
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(
        trainable(
            "kernel",
            kernel,
            kernelSize.height(),
            kernelSize.width(),
            channels == Shape.UNKNOWN_SIZE ? channels : channels / groups,
            filters));
    if (useBias) {
      weights.add(trainable("bias", bias, filters));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> convolved =
        dilationRate.equals(HeightWidth.ONE)
            ? convolve(emission, x, padding)
            : new DilatedConvolution(emission, kernelSize, dilationRate, padding)
                .emit(x, batches -> convolve(emission, batches, Padding.VALID));
    return emission.biasAndActivation(convolved, useBias, activation);
  }

  private Output<TFloat32> convolve(LayerEmission emission, Output<TFloat32> x, Padding border) {
    return emission.op(
        "Conv2D",
        "Conv2D",
        node -> node.setAttr("strides", strides.nhwc()).setAttr("padding", border.name()),
        x,
        emission.weight("kernel"));
  }
}
