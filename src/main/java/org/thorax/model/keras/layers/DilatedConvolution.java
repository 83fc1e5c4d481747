package org.thorax.model.keras.layers;

import java.util.function.UnaryOperator;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A dilated convolution as tf_keras computes it: every d-th pixel becomes a separate image, which
 * is convolved without dilation. TensorFlow's {@code dilations} would be a single node, but oneDNN
 * aborted the test's process with it in TensorFlow Java 1.1.0 on a CPU.
 */
final class DilatedConvolution {
  private final LayerEmission emission;
  private final SlidingWindow window;

  DilatedConvolution(LayerEmission emission, SlidingWindow window) {
    this.emission = emission;
    this.window = window;
  }

  /** {@code convolution} has stride 1 and valid padding. */
  Output<TFloat32> emit(Output<TFloat32> x, UnaryOperator<Output<TFloat32>> convolution) {
    int[] border = {border(window.size().height(), 0), border(window.size().width(), 1)};
    Output<TInt32> before = constant("before", border[0] / 2, border[1] / 2);
    Output<TInt32> after = constant("after", (border[0] + 1) / 2, (border[1] + 1) / 2);
    Output<TInt32> extra = extra(x, border);
    Output<TInt32> paddings =
        pairs("paddings", before, integers("AddV2", "after_extra", after, extra));
    Output<TInt32> crops = pairs("crops", constant("none", 0, 0), extra);
    Output<TInt32> rate = constant("dilation_rate", rate(0), rate(1));
    Output<TFloat32> batches =
        emission.op("SpaceToBatchND", "Conv2D/SpaceToBatchND", x, rate, paddings);
    return emission.op(
        "BatchToSpaceND", "Conv2D/BatchToSpaceND", convolution.apply(batches), rate, crops);
  }

  /** Zeros around the image along an axis, both sides together. */
  private int border(int size, int axis) {
    return window.padding() == Padding.SAME ? (size - 1) * rate(axis) : 0;
  }

  private int rate(int axis) {
    return axis == 0 ? window.dilationRate().height() : window.dilationRate().width();
  }

  /** Rows and columns that the padded image needs for a multiple of the rate; known at run time. */
  private Output<TInt32> extra(Output<TFloat32> x, int... border) {
    Output<TInt32> shape = integers("Shape", "shape", x);
    Output<TInt32> size =
        integers("Slice", "size", shape, constant("first", 1), constant("two", 2));
    Output<TInt32> padded =
        integers("AddV2", "padded", size, constant("border", border[0], border[1]));
    Output<TInt32> rate = constant("rate", rate(0), rate(1));
    return integers("FloorMod", "extra", integers("Neg", "negative", padded), rate);
  }

  /** (first, second) for rows, then for columns. */
  private Output<TInt32> pairs(String name, Output<TInt32> first, Output<TInt32> second) {
    return emission.stacked("Conv2D/" + name, first, second);
  }

  private Output<TInt32> integers(String type, String name, Output<?>... inputs) {
    return emission.integers(type, "Conv2D/" + name, inputs);
  }

  private Output<TInt32> constant(String name, int... values) {
    return emission.constant("Conv2D/" + name, values);
  }
}
