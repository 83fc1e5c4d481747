package org.thorax.explain;

/** The quantity to differentiate. */
public enum GradientTarget {
  /**
   * The class's value before the final sigmoid or softmax. With a sigmoid, the maps are the same
   * except for Grad-CAM++, as long as the score is not so near 0 or 1 that its gradient vanishes.
   */
  LOGIT,
  /** The class's score after the final activation, as in the original project. */
  SCORE
}
