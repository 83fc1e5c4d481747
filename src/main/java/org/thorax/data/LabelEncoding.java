package org.thorax.data;

import java.util.Objects;

/**
 * How raw labels become what a network learns: first the uncertain ones, then the blanks. The order
 * matters only to the reader: what one step makes is never changed by the other.
 *
 * @param uncertainty what becomes of uncertain labels
 * @param blanks what becomes of blanks
 */
public record LabelEncoding(UncertaintyPolicy uncertainty, BlankPolicy blanks) {
  /** Checks that both are there. */
  public LabelEncoding {
    Objects.requireNonNull(uncertainty, "uncertainty");
    Objects.requireNonNull(blanks, "blanks");
  }

  /** Blanks count as absent. */
  public LabelEncoding(UncertaintyPolicy uncertainty) {
    this(uncertainty, BlankPolicy.ABSENT);
  }

  /** The encoding of samples that are scored. */
  public LabelEncoding inEvaluation() {
    return new LabelEncoding(uncertainty.inEvaluation(), blanks);
  }

  /** Whether uncertain is an output of its own, three outputs per class. */
  public boolean threeWay() {
    return uncertainty == UncertaintyPolicy.Everywhere.UMULTICLASS;
  }

  /** Whether it leaves cells without a label on purpose. */
  public boolean masks() {
    return uncertainty.masks() || blanks == BlankPolicy.MASKED;
  }

  /**
   * Encodes all labels of {@code samples}; their order stays.
   *
   * @throws org.thorax.ThoraxException when the policy does not fit the classes
   */
  public Labels encode(Samples samples) {
    uncertainty.check(samples.classes());
    int width = samples.classes().size();
    float[] values = new float[samples.size() * width];
    for (int sample = 0; sample < samples.size(); sample++) {
      for (int c = 0; c < width; c++) {
        values[sample * width + c] = encode(samples, sample, c);
      }
    }
    return new Labels(samples.classes(), values);
  }

  private float encode(Samples samples, int sample, int c) {
    float raw = samples.label(sample, c);
    if (raw == Samples.UNCERTAIN) {
      return uncertainty.label(samples.imageName(sample), samples.classes().get(c));
    }
    return Float.isNaN(raw) ? blanks.value() : raw;
  }
}
