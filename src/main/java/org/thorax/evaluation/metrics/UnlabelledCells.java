package org.thorax.evaluation.metrics;

/** How to count a label below 0 (-1, unlabelled) or NaN. */
public enum UnlabelledCells {
  /** Ignore the cell. */
  LEFT_OUT,
  /**
   * Like Keras without a wrapper: -1 is positive for AUC, precision and recall (any label but 0 is
   * cast to true), and never right for the accuracy.
   */
  AS_POSITIVE,
  /** The cell counts as 0, like the former NaNWrapper. */
  AS_NEGATIVE
}
