package org.thorax.data.description;

/** A set that a description may name. */
public enum DatasetPart {
  /** What the network learns from. */
  TRAIN,
  /** What is measured after each epoch. */
  VALIDATION,
  /** What is measured at the end. */
  TEST
}
