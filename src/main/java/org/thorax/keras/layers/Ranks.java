package org.thorax.keras.layers;

import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Checks of a layer's inputs whose messages complete "Layer 'x' (Kind): ...". */
final class Ranks {
  private Ranks() {}

  /** The one input of a layer that takes images: (batch, height, width, channels). */
  static Shape image(List<Shape> inputs) {
    return ofRank(inputs, 4, "(batch, height, width, channels)");
  }

  /** The one input of a layer that takes vectors: (batch, features). */
  static Shape vector(List<Shape> inputs) {
    return ofRank(inputs, 2, "(batch, features)");
  }

  /** The one input of a layer. */
  static Shape one(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("expected one input, found %d.".formatted(inputs.size()));
    }
    return inputs.get(0);
  }

  private static Shape ofRank(List<Shape> inputs, int rank, String axes) {
    Shape input = one(inputs);
    if (input.numDimensions() != rank) {
      throw new IllegalArgumentException(
          "expected an input %s, found the shape %s.".formatted(axes, input));
    }
    return input;
  }
}
