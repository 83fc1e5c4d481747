package org.thorax.data;

/** The view of a radiograph. */
public enum View {
  /** Frontal: from behind (PA) or from the front (AP). */
  FRONTAL,
  /** Lateral. */
  LATERAL,
  /** The table does not specify. */
  UNKNOWN
}
