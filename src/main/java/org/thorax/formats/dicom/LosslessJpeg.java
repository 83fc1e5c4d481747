package org.thorax.formats.dicom;

/**
 * Grey pixels of JPEG's lossless process with Huffman codes, 2 to 16 bits (ITU T.81, process 14 and
 * annex H).
 */
final class LosslessJpeg {
  private static final int PROCESS = 0xc3;

  /** The category of the one difference that has no further bits. */
  private static final int GREATEST_CATEGORY = 16;

  private static final int WORD = 0xffff;

  private final JpegHeader header;
  private final EntropyBits in;
  private final int predictor;
  private final int[] samples;

  private LosslessJpeg(JpegHeader header, byte[] file) {
    this.header = header;
    in = new EntropyBits(file, header.pixels());
    predictor = header.scan().start();
    samples = new int[header.width() * header.height()];
  }

  /**
   * The samples, row by row, unsigned.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static int[] decode(JpegHeader header, byte[] file) {
    int width = header.width();
    int pointTransform = header.scan().low();
    if (header.frame().process() != PROCESS) {
      throw new IllegalArgumentException(
          String.format("a JPEG of process %x where lossless is c3", header.frame().process()));
    }
    int predictor = header.scan().start();
    if (predictor < 1 || predictor > 7) {
      throw new IllegalArgumentException("a JPEG predictor " + predictor + " (1 to 7 are read)");
    }
    int bits = header.precision();
    if (bits < 2 || bits > 16 || pointTransform >= bits) {
      throw new IllegalArgumentException(
          "lossless JPEG of " + bits + " bits, shifted by " + pointTransform);
    }
    // The shortest code has one bit.
    if ((long) width * header.height() > 8L * file.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d bytes of JPEG for %d x %d pixels", file.length, width, header.height()));
    }
    if (header.restartInterval() % width != 0) {
      throw new IllegalArgumentException(
          String.format("JPEG restarts after %d of %d pixels", header.restartInterval(), width));
    }
    return new LosslessJpeg(header, file).samples();
  }

  private int[] samples() {
    int width = header.width();
    int rows = header.restartInterval() / width;
    for (int row = 0; row < header.height(); row++) {
      boolean first = row == 0 || (rows > 0 && row % rows == 0);
      if (first && row > 0) {
        in.restart();
      }
      if (first) {
        firstRow(row * width);
      } else {
        laterRow(row * width);
      }
    }
    int shift = header.scan().low();
    for (int i = 0; shift > 0 && i < samples.length; i++) {
      samples[i] = samples[i] << shift & WORD;
    }
    return samples;
  }

  /** Predicted from the left; at the begin there is only the middle. */
  private void firstRow(int begin) {
    int before = 1 << (header.precision() - header.scan().low() - 1);
    for (int i = begin; i < begin + header.width(); i++) {
      before = before + difference() & WORD;
      samples[i] = before;
    }
  }

  private void laterRow(int begin) {
    int width = header.width();
    samples[begin] = samples[begin - width] + difference() & WORD;
    for (int i = begin + 1; i < begin + width; i++) {
      int predicted = predicted(samples[i - 1], samples[i - width], samples[i - width - 1]);
      samples[i] = predicted + difference() & WORD;
    }
  }

  /** ITU T.81, table H.1. */
  private int predicted(int left, int above, int corner) {
    return switch (predictor) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> corner;
      case 4 -> left + above - corner;
      case 5 -> left + ((above - corner) >> 1);
      case 6 -> above + ((left - corner) >> 1);
      default -> (left + above) >> 1;
    };
  }

  private int difference() {
    int category = header.tables().first().next(in);
    if (category > GREATEST_CATEGORY) {
      throw new IllegalArgumentException("a JPEG difference of " + category + " bits");
    }
    return category == GREATEST_CATEGORY ? 1 << (GREATEST_CATEGORY - 1) : in.signed(category);
  }
}
