package org.thorax.api;

/**
 * How to handle an evaluation on data that does not fit the model: other image preparation, other
 * classes, or patients that the model may have been trained on.
 */
public enum Mismatch {
  /** Fail with an error. */
  REFUSE,
  /** Evaluate anyway and add a note for each difference. */
  REMARK
}
