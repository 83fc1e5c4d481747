package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Checks of a layer's inputs; their messages complete "Layer 'x' (Kind): ...". */
final class Ranks {
  private Ranks() {}

  /** The single input of a layer that takes images: (batch, height, width, channels). */
  static Shape image(List<Shape> inputs) {
    Shape input = one(inputs);
    if (input.numDimensions() != 4) {
      throw new IllegalArgumentException(
          "expected an input (batch, height, width, channels), found the shape %s."
              .formatted(input));
    }
    return input;
  }

  /** The single input of a layer. */
  static Shape one(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("expected one input, found %d.".formatted(inputs.size()));
    }
    return inputs.get(0);
  }

  /** An axis of the input, counted from 0; a negative one counts from the last. */
  static int axis(int axis, Shape input) {
    int rank = input.numDimensions();
    int place = axis < 0 ? axis + rank : axis;
    if (place < 0 || place >= rank) {
      throw new IllegalArgumentException(
          "axis %d is not one of the input's, of shape %s.".formatted(axis, input));
    }
    return place;
  }

  /** One number, or one for each channel of the input. */
  static void perChannel(List<Double> numbers, String what, Shape input) {
    if (numbers.size() != 1 && numbers.size() != input.get(-1)) {
      throw new IllegalArgumentException(
          "expected one %s or one per channel of %s, found %d."
              .formatted(what, input, numbers.size()));
    }
  }
}
