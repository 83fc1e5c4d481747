package org.thorax.data.image;

/**
 * Augments training images anew in every epoch. A function only of its arguments, so that a run is
 * reproducible and the number of threads does not matter; several threads call it.
 */
@FunctionalInterface
public interface Augmenter {
  /**
   * The augmented image.
   *
   * @param image in the network's size; its pixels must not be changed
   * @param seed of the run
   * @param epoch from 0
   * @param sample its index in the training set, so that copies of a sample differ
   * @return an image of the same size
   */
  GreyImage apply(GreyImage image, long seed, int epoch, int sample);

  /** Whether it never changes an image. */
  default boolean changesNothing() {
    return false;
  }

  /** Applies this augmentation, then another one. */
  default Augmenter then(Augmenter next) {
    return (image, seed, epoch, sample) ->
        next.apply(apply(image, seed, epoch, sample), seed, epoch, sample);
  }
}
