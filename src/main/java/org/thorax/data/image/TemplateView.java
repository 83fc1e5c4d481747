package org.thorax.data.image;

/** The view of a radiograph; each view has its own template. */
public enum TemplateView {
  /** Frontal: from the front or the back. */
  FRONTAL,
  /** Lateral: from the side. */
  LATERAL
}
