package org.thorax.model.keras.layers;

/**
 * Keras' {@code L1L2} regularizer: the penalty l1 sum |w| + l2 sum w^2 that training adds to the
 * loss.
 *
 * @param l1 factor of the absolute values, at least 0
 * @param l2 factor of the squares, at least 0
 */
public record Regularizer(double l1, double l2) {
  /** No penalty. */
  public static final Regularizer NONE = new Regularizer(0, 0);

  public Regularizer {
    if (!(l1 >= 0 && l2 >= 0)) {
      throw new IllegalArgumentException(
          "expected regularization factors of at least 0, found l1 %s and l2 %s."
              .formatted(l1, l2));
    }
  }
}
