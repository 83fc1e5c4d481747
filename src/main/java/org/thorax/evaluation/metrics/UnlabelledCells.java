package org.thorax.evaluation.metrics;

/** What a label below 0 (-1, not labelled) or NaN counts as. */
public enum UnlabelledCells {
  /** The cell is not counted at all. */
  LEFT_OUT,
  /**
   * As Keras treats -1 without a wrapper: positive for AUC, precision and recall (any label but 0
   * is cast to true), and never right for the accuracy.
   */
  AS_POSITIVE,
  /** The cell counts as 0, as with the former NaNWrapper. */
  AS_NEGATIVE
}
