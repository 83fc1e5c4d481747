package org.thorax.data;

/**
 * How raw labels become what a network learns: first the uncertain ones, then the blanks, which
 * count as absent.
 *
 * @param uncertainty what becomes of uncertain labels
 */
public record LabelEncoding(UncertaintyPolicy uncertainty) {
  /** Encodes all labels of {@code samples}; their order stays. */
  public Labels encode(Samples samples) {
    int width = samples.classes().size();
    float[] values = new float[samples.size() * width];
    for (int sample = 0; sample < samples.size(); sample++) {
      for (int c = 0; c < width; c++) {
        values[sample * width + c] = encode(samples.label(sample, c));
      }
    }
    return new Labels(samples.classes(), values);
  }

  private float encode(float raw) {
    if (raw == Samples.UNCERTAIN) {
      return uncertainty.value();
    }
    return Float.isNaN(raw) ? 0 : raw;
  }
}
