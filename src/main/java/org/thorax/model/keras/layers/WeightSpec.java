package org.thorax.model.keras.layers;

import org.tensorflow.ndarray.Shape;

/**
 * A float32 weight of a layer.
 *
 * @param name Keras' weight name without {@code :0}; {@code conv1/conv/kernel} in a model, {@code
 *     kernel} in a layer's configuration
 * @param shape Keras' shape, all sizes known
 * @param trainable false for moving statistics and for weights of frozen layers
 * @param frozen whether it is not trainable only because its layer is frozen
 * @param initializer of a new model
 * @param regularizer the penalty that training adds to the loss
 */
public record WeightSpec(
    String name,
    Shape shape,
    boolean trainable,
    boolean frozen,
    Initializer initializer,
    Regularizer regularizer) {
  /** A weight of a layer that is not frozen. */
  public WeightSpec(
      String name,
      Shape shape,
      boolean trainable,
      Initializer initializer,
      Regularizer regularizer) {
    this(name, shape, trainable, false, initializer, regularizer);
  }

  public WeightSpec {
    if (shape.hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "the shape of weight '%s' is not known: %s; fix the input's size or channels."
              .formatted(name, shape));
    }
  }

  static WeightSpec trainable(String name, WeightOptions options, long... shape) {
    return new WeightSpec(
        name, Shape.of(shape), true, options.initializer(), options.regularizer());
  }

  static WeightSpec moving(String name, WeightOptions options, long... shape) {
    return new WeightSpec(
        name, Shape.of(shape), false, options.initializer(), options.regularizer());
  }

  /** The initial values, flat in row-major order: equal for the same seed and name. */
  public float[] initialValues(long seed) {
    return initializer.values(shape, seed, name);
  }

  WeightSpec inLayer(String layer, boolean layerTrainable) {
    return new WeightSpec(
        layer + "/" + name,
        shape,
        trainable && layerTrainable,
        trainable && !layerTrainable,
        initializer,
        regularizer);
  }
}
