package org.thorax.api;

/**
 * What happens when a model is evaluated on data that it should not be: images prepared otherwise,
 * other classes, or patients that it may have learned from.
 */
public enum Mismatch {
  /** It is refused. */
  REFUSE,
  /** It is evaluated all the same; each difference is a remark of the evaluation. */
  REMARK
}
