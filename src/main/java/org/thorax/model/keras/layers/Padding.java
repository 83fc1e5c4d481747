package org.thorax.model.keras.layers;

import org.tensorflow.ndarray.Shape;

/** What a sliding window does at the border; TensorFlow's names, Keras writes them small. */
public enum Padding {
  /** Only whole windows. */
  VALID,
  /** Zeros around, the odd one at the end: output = ceil(input / stride). */
  SAME;

  /** The shape after windows slid over a (batch, height, width, channels) input. */
  Shape slide(Shape input, SlidingWindow window, long channels) {
    HeightWidth size = window.size();
    HeightWidth strides = window.strides();
    HeightWidth dilation = window.dilationRate();
    return Shape.of(
        input.get(0),
        slide(input.get(1), (size.height() - 1L) * dilation.height() + 1, strides.height()),
        slide(input.get(2), (size.width() - 1L) * dilation.width() + 1, strides.width()),
        channels);
  }

  private long slide(long size, long window, int stride) {
    if (size == Shape.UNKNOWN_SIZE) {
      return size;
    }
    long room = this == SAME ? size : size - window + 1;
    if (room < 1) {
      throw new IllegalArgumentException(
          "a window of %d does not fit into an input of %d; use larger images."
              .formatted(window, size));
    }
    return (room + stride - 1) / stride;
  }
}
