package org.thorax.explain;

import java.util.OptionalDouble;

/** Takes what a classifier learned out of it, from the output towards the image. */
@FunctionalInterface
public interface WeightShuffling {
  /**
   * Shuffles some of the trained weights and puts the others back; nobody may ask meanwhile.
   *
   * @param share of the variables, counted from the output, 0 for the trained weights; the last
   *     dense layer's kernel and bias when empty
   * @return the share that was shuffled
   */
  double shuffle(OptionalDouble share);
}
