package org.thorax.data.loader;

/** How to handle a missing or damaged image. It is never silently replaced by another one. */
public enum BadImagePolicy {
  /** Fail at its batch and name the image. */
  FAIL,
  /** Leave its sample out of the batch, count and list it. */
  SKIP
}
