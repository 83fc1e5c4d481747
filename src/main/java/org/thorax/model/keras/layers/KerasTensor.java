package org.thorax.model.keras.layers;

import org.tensorflow.ndarray.Shape;

/**
 * A layer's output while a model is built.
 *
 * @param layer the layer's name
 * @param shape its shape; unknown sizes are {@link Shape#UNKNOWN_SIZE}
 */
public record KerasTensor(String layer, Shape shape) {
  /** The size of the last axis. */
  public int channels() {
    return Math.toIntExact(shape.get(-1));
  }
}
