package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

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
 * @param window what slides over the output; its steps are the factors of enlargement; not dilated
 * @param outputPadding rows and columns added at the end, each below its stride; empty for Keras'
 *     own output size
 * @param kernel initializer and regularizer of the kernel (height, width, filters, input channels)
 * @param end what is done last; its bias is (filters)
 */
public record Conv2DTranspose(
    int filters,
    SlidingWindow window,
    Optional<OutputPadding> outputPadding,
    WeightOptions kernel,
    BiasAndActivation end)
    implements LayerConfig {

  /**
   * Keras' {@code output_padding}.
   *
   * @param height rows, at least 0
   * @param width columns, at least 0
   */
  public record OutputPadding(int height, int width) {}

  public Conv2DTranspose {
    HeightWidth strides = window.strides();
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
        enlarged(input.get(1), window.strides().height(), extraRows()),
        enlarged(input.get(2), window.strides().width(), extraColumns()),
        filters);
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    return end.after(
        filters,
        trainable(
            "kernel",
            kernel,
            window.size().height(),
            window.size().width(),
            filters,
            Ranks.image(inputs).get(3)));
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    Output<TFloat32> convolved =
        emission.op(
            "Conv2DBackpropInput",
            "conv2d_transpose",
            node ->
                node.setAttr("strides", window.strides().nhwc())
                    .setAttr("padding", window.padding().name()),
            emission.joined(
                "stack",
                List.of(
                    emission.leadingSizes("batch", x, 1),
                    emission.imageSize("size", x, window.strides(), extraRows(), extraColumns()),
                    emission.constant("filters", filters))),
            emission.weight("kernel"),
            x);
    return end.emit(emission, convolved);
  }

  private int extraRows() {
    return extra(
        window.size().height(),
        window.strides().height(),
        outputPadding.map(OutputPadding::height).orElse(-1));
  }

  private int extraColumns() {
    return extra(
        window.size().width(),
        window.strides().width(),
        outputPadding.map(OutputPadding::width).orElse(-1));
  }

  /** What Keras' {@code deconv_output_length} adds to size x stride. */
  private int extra(int size, int stride, int added) {
    if (added < 0) {
      return window.padding() == Padding.SAME ? 0 : Math.max(size - stride, 0);
    }
    int border = window.padding() == Padding.SAME ? size / 2 : 0;
    return size - stride - 2 * border + added;
  }

  private static long enlarged(long size, int stride, int extra) {
    return size == Shape.UNKNOWN_SIZE ? size : size * stride + extra;
  }
}
