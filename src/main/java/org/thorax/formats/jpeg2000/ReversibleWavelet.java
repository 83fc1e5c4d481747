package org.thorax.formats.jpeg2000;

/** The inverse wavelet of whole numbers, 5-3 (ITU T.800, annexes F.3 and F.4.8.1), in place. */
final class ReversibleWavelet {
  /** Columns that are done together, for the processor's cache. */
  private static final int LANES = 16;

  private final int[] samples;
  private final int stride;
  private final int[] line;

  /**
   * @param samples row by row, the next smaller size at the begin of each
   * @param stride from row to row
   * @param longest row or column
   */
  ReversibleWavelet(int[] samples, int stride, int longest) {
    this.samples = samples;
    this.stride = stride;
    line = new int[LANES * longest];
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
    int low = (length + 1 - odd) / 2;
    for (int i = 0; i < length; i++) {
      // What is low comes to the even places of the image, what is high to the odd ones.
      int source = ((i + odd) & 1) == 1 ? low + i / 2 : (i - odd) / 2;
      for (int k = 0; k < lanes; k++) {
        line[i * lanes + k] = samples[begin + source * step + k];
      }
    }
    lift(length, lanes, odd);
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < lanes; k++) {
        samples[begin + i * step + k] = line[i * lanes + k];
      }
    }
  }

  private void lift(int length, int lanes, int odd) {
    if (length == 1) {
      for (int k = 0; odd == 1 && k < lanes; k++) {
        line[k] /= 2;
      }
      return;
    }
    for (int i = odd; i < length; i += 2) {
      int before = (i == 0 ? 1 : i - 1) * lanes;
      int behind = (i == length - 1 ? length - 2 : i + 1) * lanes;
      for (int k = 0; k < lanes; k++) {
        line[i * lanes + k] -= (line[before + k] + line[behind + k] + 2) >> 2;
      }
    }
    for (int i = 1 - odd; i < length; i += 2) {
      int before = (i == 0 ? 1 : i - 1) * lanes;
      int behind = (i == length - 1 ? length - 2 : i + 1) * lanes;
      for (int k = 0; k < lanes; k++) {
        line[i * lanes + k] += (line[before + k] + line[behind + k]) >> 1;
      }
    }
  }
}
