package org.thorax.model.keras.layers;

/**
 * The configuration of a layer's weight: Keras' {@code kernel_initializer} and {@code
 * kernel_regularizer}, {@code bias_initializer} and so on.
 *
 * @param initializer of a new model
 * @param regularizer the penalty that training adds to the loss
 */
public record WeightOptions(Initializer initializer, Regularizer regularizer) {
  /** Keras' default for kernels. */
  public static final WeightOptions GLOROT_UNIFORM = of(Initializer.GLOROT_UNIFORM);

  /** Keras' default for biases, beta and moving means. */
  public static final WeightOptions ZEROS = of(Initializer.ZEROS);

  /** Keras' default for gamma and moving variances. */
  public static final WeightOptions ONES = of(Initializer.ONES);

  /** Without a penalty. */
  public static WeightOptions of(Initializer initializer) {
    return new WeightOptions(initializer, Regularizer.NONE);
  }
}
