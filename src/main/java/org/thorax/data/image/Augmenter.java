package org.thorax.data.image;

/**
 * Changes training images anew in every epoch. A function of its arguments and of nothing else, so
 * that a run is repeatable and the number of threads does not matter; called by several threads at
 * once.
 */
@FunctionalInterface
public interface Augmenter {
  /**
   * The image changed.
   *
   * @param image in the network's size; its pixels must not be written to
   * @param seed of the run
   * @param epoch from 0
   * @param sample its index in the training set, so that copies of a sample differ
   * @return an image of the same size
   */
  GreyImage apply(GreyImage image, long seed, int epoch, int sample);

  /** Whether every image stays as it is, in every epoch. */
  default boolean changesNothing() {
    return false;
  }

  /** This change, and another one of its result. */
  default Augmenter then(Augmenter next) {
    return (image, seed, epoch, sample) ->
        next.apply(apply(image, seed, epoch, sample), seed, epoch, sample);
  }
}
