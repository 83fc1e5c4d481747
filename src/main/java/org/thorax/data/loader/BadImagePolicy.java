package org.thorax.data.loader;

/** What happens when an image is missing or damaged. Never is it silently replaced by another. */
public enum BadImagePolicy {
  /** The stream stops at its batch and names it. */
  FAIL,
  /** Its sample is left out of the batch, counted and listed. */
  SKIP
}
