package org.thorax.data;

import java.util.Objects;

/**
 * Converts raw labels to training labels: first the uncertain ones, then the blank ones. The order
 * does not change the result, because no step changes the result of the other.
 *
 * @param uncertainty encoding of uncertain labels
 * @param blanks encoding of blank labels
 */
public record LabelEncoding(UncertaintyPolicy uncertainty, BlankPolicy blanks) {
  /** Checks that both are there. */
  public LabelEncoding {
    Objects.requireNonNull(uncertainty, "uncertainty");
    Objects.requireNonNull(blanks, "blanks");
  }

  /** Blank labels count as absent. */
  public LabelEncoding(UncertaintyPolicy uncertainty) {
    this(uncertainty, BlankPolicy.ABSENT);
  }

  /** The encoding of samples for evaluation. */
  public LabelEncoding inEvaluation() {
    return new LabelEncoding(uncertainty.inEvaluation(), blanks);
  }

  /** Whether uncertain is a separate output, with three outputs per class. */
  public boolean threeWay() {
    return uncertainty == UncertaintyPolicy.Everywhere.UMULTICLASS;
  }

  /** Whether it deliberately leaves cells unlabelled. */
  public boolean masks() {
    return uncertainty.masks() || blanks == BlankPolicy.MASKED;
  }

  /**
   * Encodes all labels of {@code samples}, in their order.
   *
   * @throws org.thorax.ThoraxException if the policy does not fit the classes
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
    if (raw == Samples.UNLABELLED) {
      return Labels.MASKED;
    }
    if (raw == Samples.UNCERTAIN) {
      return uncertainty.label(samples.imageName(sample), samples.classes().get(c));
    }
    return Float.isNaN(raw) ? blanks.value() : raw;
  }
}
