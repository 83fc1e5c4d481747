package org.thorax.model.keras.layers;

import org.tensorflow.ndarray.Shape;

/** The padding of a sliding window, with TensorFlow's names; Keras writes them in lower case. */
public enum Padding {
  /** Only complete windows. */
  VALID,
  /** Zeros around, one more at the end if their number is odd: output = ceil(input / stride). */
  SAME;

  /** The shape after sliding windows over a (batch, height, width, channels) input. */
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
