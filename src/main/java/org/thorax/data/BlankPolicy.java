package org.thorax.data;

/** What becomes of a blank label: a finding that the report does not mention. */
public enum BlankPolicy {
  /** Not mentioned is absent. */
  ABSENT(0),
  /** Not mentioned is not labelled: {@link Labels#MASKED}. Needs a loss that masks. */
  MASKED(Labels.MASKED);

  private final float value;

  BlankPolicy(float value) {
    this.value = value;
  }

  /** The label that stands for a blank. */
  public float value() {
    return value;
  }
}
