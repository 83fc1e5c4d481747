package org.thorax.explain;

/** What is differentiated. */
public enum GradientTarget {
  /**
   * The class's value before the final sigmoid or softmax. After a sigmoid the maps are the same
   * but for Grad-CAM++'s, as long as the score is not so near 0 or 1 that its gradient vanishes.
   */
  LOGIT,
  /** The class's score after the final activation, as the original project did. */
  SCORE
}
