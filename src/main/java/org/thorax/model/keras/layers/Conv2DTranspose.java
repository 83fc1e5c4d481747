package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Conv2DTranspose}: the gradient of a convolution, which enlarges by the strides.
 * Without dilation.
 *
 * @param filters output channels
 * @param kernelSize the window
 * @param strides the factors of enlargement
 * @param padding the padding
 * @param outputPadding rows and columns added at the end, each below its stride; empty for Keras'
 *     default output size
 * @param activation applied last
 * @param useBias whether a bias is added
 * @param kernel initializer and regularizer of the kernel (height, width, filters, input channels)
 * @param bias initializer and regularizer of the bias (filters)
 */
public record Conv2DTranspose(
    int filters,
    HeightWidth kernelSize,
    HeightWidth strides,
    Padding padding,
    Optional<OutputPadding> outputPadding,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias)
    implements LayerConfig {

  /**
   * Keras' {@code output_padding}.
   *
   * @param height rows, at least 0
   * @param width columns, at least 0
   */
  public record OutputPadding(int height, int width) {}

  public Conv2DTranspose {
    outputPadding.ifPresent(
        added -> {
          if (Math.min(added.height, added.width) < 0
              || added.height >= strides.height()
              || added.width >= strides.width()) {
            throw new IllegalArgumentException(
                "expected an output padding from 0 to below the strides, found %d and %d."
                    .formatted(added.height, added.width));
          }
        });
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.image(inputs);
    return Shape.of(
        input.get(0),
        enlarged(input.get(1), strides.height(), extraRows()),
        enlarged(input.get(2), strides.width(), extraColumns()),
        filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(
        trainable(
            "kernel",
            kernel,
            kernelSize.height(),
            kernelSize.width(),
            filters,
            Ranks.image(inputs).get(3)));
    if (useBias) {
      weights.add(trainable("bias", bias, filters));
    }
    return weights;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> convolved =
        emission.op(
            "Conv2DBackpropInput",
            "conv2d_transpose",
            node -> node.setAttr("strides", strides.nhwc()).setAttr("padding", padding.name()),
            emission.joined(
                "stack",
                List.of(
                    emission.leadingSizes("batch", x, 1),
                    emission.imageSize("size", x, strides, extraRows(), extraColumns()),
                    emission.constant("filters", filters))),
            emission.weight("kernel"),
            x);
    return emission.biasAndActivation(convolved, useBias, activation);
  }

  private int extraRows() {
    return extra(
        kernelSize.height(), strides.height(), outputPadding.map(OutputPadding::height).orElse(-1));
  }

  private int extraColumns() {
    return extra(
        kernelSize.width(), strides.width(), outputPadding.map(OutputPadding::width).orElse(-1));
  }

  /** What Keras' {@code deconv_output_length} adds to size x stride. */
  private int extra(int window, int stride, int added) {
    if (added < 0) {
      return padding == Padding.SAME ? 0 : Math.max(window - stride, 0);
    }
    int border = padding == Padding.SAME ? window / 2 : 0;
    return window - stride - 2 * border + added;
  }

  private static long enlarged(long size, int stride, int extra) {
    return size == Shape.UNKNOWN_SIZE ? size : size * stride + extra;
  }
}
