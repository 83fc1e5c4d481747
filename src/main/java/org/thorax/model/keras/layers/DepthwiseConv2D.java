package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code DepthwiseConv2D}: convolves each input channel separately.
 *
 * @param window what slides over the image; its steps are the same along rows and columns
 * @param depthMultiplier output channels per input channel
 * @param depthwise initializer and regularizer of the kernel (height, width, input channels, depth
 *     multiplier)
 * @param end what is done last; its bias is (output channels)
 */
public record DepthwiseConv2D(
    SlidingWindow window, int depthMultiplier, WeightOptions depthwise, BiasAndActivation end)
    implements LayerConfig {
  public DepthwiseConv2D {
    Depthwise.check(window.strides());
  }

  /** A square window and Keras' defaults: stride 1, valid padding, with bias, linear. */
  public static DepthwiseConv2D of(int kernelSize) {
    return new DepthwiseConv2D(
        SlidingWindow.of(HeightWidth.of(kernelSize), HeightWidth.ONE),
        1,
        WeightOptions.GLOROT_UNIFORM,
        BiasAndActivation.LINEAR);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return window.outputShape(input, Depthwise.channels(input, depthMultiplier));
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return end.after(
        Depthwise.channels(input, depthMultiplier),
        Depthwise.kernel(window.size(), input.get(3), depthMultiplier, depthwise));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    return end.emit(emission, Depthwise.emit(emission, "depthwise", inputs.get(0), window));
  }
}
