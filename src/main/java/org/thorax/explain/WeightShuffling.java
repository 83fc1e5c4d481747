package org.thorax.explain;

import java.util.OptionalDouble;

/** Randomises a classifier's weights from the output towards the image. */
@FunctionalInterface
interface WeightShuffling {
  /**
   * Shuffles some of the trained weights and restores the others; no other thread may use it
   * meanwhile.
   *
   * @param share of the variables, counted from the output, 0 for the trained weights; the last
   *     dense layer's kernel and bias if empty
   * @return the shuffled share
   */
  double shuffle(OptionalDouble share);
}
