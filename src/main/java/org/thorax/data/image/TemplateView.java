package org.thorax.data.image;

/** From where a radiograph was taken; each view has a template of its own. */
public enum TemplateView {
  /** From the front or the back. */
  FRONTAL,
  /** From the side. */
  LATERAL
}
