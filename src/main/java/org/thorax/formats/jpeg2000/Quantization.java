package org.thorax.formats.jpeg2000;

import java.nio.ByteBuffer;

/**
 * The steps of the coefficients (ITU T.800, annexes A.6.4 and E.1).
 *
 * @param style 0 none, 1 derived from the first, 2 one for each subband
 * @param guardBits that are added to the bit-planes
 * @param steps exponents in the bits above 11, fractions below
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
record Quantization(int style, int guardBits, int[] steps) {
  private static final int FRACTION_BITS = 11;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;

  /** Reads a QCD segment behind its length. */
  static Quantization of(ByteBuffer in) {
    int flags = in.get() & 0xff;
    int style = flags & 31;
    if (style > 2) {
      throw new IllegalArgumentException("a JPEG 2000 quantization of number " + style);
    }
    int[] steps = new int[style == 0 ? in.remaining() : in.remaining() / 2];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = style == 0 ? (in.get() & 0xff) >> 3 << FRACTION_BITS : in.getShort() & 0xffff;
    }
    return new Quantization(style, flags >> 5, steps);
  }

  private int step(int resolution, int band) {
    int place = style == 1 || resolution == 0 ? 0 : 3 * (resolution - 1) + 1 + band;
    if (place >= steps.length) {
      throw new IllegalArgumentException("JPEG 2000 without the steps of all its subbands");
    }
    return steps[place];
  }

  private int exponent(int resolution, int band) {
    int exponent = step(resolution, band) >> FRACTION_BITS;
    return style == 1 && resolution > 0 ? exponent - (resolution - 1) : exponent;
  }

  /** Bit-planes of the magnitudes in a subband (equation E-2). */
  int planes(int resolution, int band) {
    return guardBits + exponent(resolution, band) - 1;
  }

  /** The step without the gain of the subband, which the wavelet here brings (equation E-3). */
  float step(int resolution, int band, int precision) {
    double fraction = (step(resolution, band) & FRACTION) / (double) (FRACTION + 1);
    return (float) ((1 + fraction) * Math.pow(2, precision - exponent(resolution, band)));
  }
}
