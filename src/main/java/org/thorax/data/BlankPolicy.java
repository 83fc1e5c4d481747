package org.thorax.data;

/** The encoding of a blank label: a finding that the report does not mention. */
public enum BlankPolicy {
  /** A blank label counts as absent. */
  ABSENT(0),
  /** A blank label is unlabelled: {@link Labels#MASKED}. Needs a loss that masks. */
  MASKED(Labels.MASKED);

  private final float value;

  BlankPolicy(float value) {
    this.value = value;
  }

  /** The label that replaces a blank. */
  public float value() {
    return value;
  }
}
