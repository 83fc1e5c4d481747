package org.thorax.formats.jpeg2000;

/**
 * The inverse wavelet of real numbers, 9-7 (ITU T.800, annexes F.3 and F.4.8.2), in place. Its
 * steps are OpenJPEG's in 32 bits, so that rounding is the same.
 */
final class IrreversibleWavelet {
  /** Columns that are done together, for the processor's cache. */
  private static final int LANES = 16;

  private static final float ALPHA = (float) 1.586134342;
  private static final float BETA = (float) 0.052980118;
  private static final float GAMMA = (float) -0.882911075;
  private static final float DELTA = (float) -0.443506852;
  private static final float LOW = (float) 1.230174105;

  /** Twice the standard's, for the gain that is not in {@link Subband#step()}. */
  private static final float HIGH = (float) 1.625732422;

  private final float[] samples;
  private final int stride;
  private final float[] line;

  /**
   * @param samples row by row, the next smaller size at the begin of each
   * @param stride from row to row
   * @param longest row or column
   */
  IrreversibleWavelet(float[] samples, int stride, int longest) {
    this.samples = samples;
    this.stride = stride;
    line = new float[LANES * longest];
  }

  /** Makes the samples of an area out of the four subbands that stand in their place. */
  void invert(Area area) {
    for (int y = 0; y < area.height(); y++) {
      lines(y * stride, 1, area.width(), area.left() & 1, 1);
    }
    for (int x = 0; x < area.width(); x += LANES) {
      lines(x, stride, area.height(), area.top() & 1, Math.min(LANES, area.width() - x));
    }
  }

  private void lines(int begin, int step, int length, int odd, int lanes) {
    // A single sample of high frequency is to be halved, and lacks a gain of two.
    if (length == 1) {
      return;
    }
    int low = (length + 1 - odd) / 2;
    for (int i = 0; i < length; i++) {
      // What is low comes to the even places of the image, what is high to the odd ones.
      boolean high = ((i + odd) & 1) == 1;
      int source = high ? low + i / 2 : (i - odd) / 2;
      float factor = high ? HIGH : LOW;
      for (int k = 0; k < lanes; k++) {
        line[i * lanes + k] = samples[begin + source * step + k] * factor;
      }
    }
    lift(length, lanes, odd, DELTA);
    lift(length, lanes, 1 - odd, GAMMA);
    lift(length, lanes, odd, BETA);
    lift(length, lanes, 1 - odd, ALPHA);
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < lanes; k++) {
        samples[begin + i * step + k] = line[i * lanes + k];
      }
    }
  }

  private void lift(int length, int lanes, int first, float factor) {
    for (int i = first; i < length; i += 2) {
      int before = (i == 0 ? 1 : i - 1) * lanes;
      int behind = (i == length - 1 ? length - 2 : i + 1) * lanes;
      for (int k = 0; k < lanes; k++) {
        line[i * lanes + k] += (line[before + k] + line[behind + k]) * factor;
      }
    }
  }
}
