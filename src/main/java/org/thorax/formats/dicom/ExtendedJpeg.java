package org.thorax.formats.dicom;

import java.util.Arrays;

/**
 * Grey pixels of JPEG's sequential process with the cosine transform and Huffman codes, of 8 or 12
 * bits (ITU T.81, processes 1, 2 and 4). The transform is done in 64 bits; other decoders, in whole
 * numbers, differ by 1 here and there.
 */
final class ExtendedJpeg {
  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int SIDE = 8;
  private static final int COEFFICIENTS = SIDE * SIDE;
  private static final int MAX_BITS = 15;

  /** No code of a block has fewer than two bits. */
  private static final int MAX_PIXELS_PER_BYTE = 4 * COEFFICIENTS;

  private static final int[] ZIGZAG = zigzag();
  private static final double[][] COSINES = cosines();

  private final JpegHeader header;
  private final EntropyBits in;
  private final double[] block = new double[COEFFICIENTS];
  private int direct;

  private ExtendedJpeg(JpegHeader header, byte[] file) {
    this.header = header;
    in = new EntropyBits(file, header.pixels());
  }

  /**
   * The samples, row by row, unsigned.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static int[] decode(JpegHeader header, byte[] file) {
    if (header.frame().process() != BASELINE && header.frame().process() != EXTENDED) {
      throw new IllegalArgumentException(
          String.format("a JPEG of process %x where extended is c1", header.frame().process()));
    }
    if (header.precision() != 8 && header.precision() != 12) {
      throw new IllegalArgumentException(
          "an extended JPEG of " + header.precision() + " bits (8 or 12 are read)");
    }
    JpegHeader.Scan scan = header.scan();
    JpegHeader.Tables tables = header.tables();
    boolean whole = scan.equals(new JpegHeader.Scan(0, COEFFICIENTS - 1, 0, 0));
    if (!whole || tables.second() == null || tables.quantization() == null) {
      throw new IllegalArgumentException(
          String.format(
              "a JPEG scan of coefficients %d to %d (0 to 63 are read), or without its tables",
              scan.start(), scan.end()));
    }
    if ((long) header.width() * header.height() > (long) MAX_PIXELS_PER_BYTE * file.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d bytes of JPEG for %d x %d pixels", file.length, header.width(), header.height()));
    }
    return new ExtendedJpeg(header, file).samples();
  }

  private int[] samples() {
    int[] samples = new int[header.width() * header.height()];
    int blocks = 0;
    for (int y = 0; y < header.height(); y += SIDE) {
      for (int x = 0; x < header.width(); x += SIDE) {
        if (header.restartInterval() > 0 && blocks > 0 && blocks % header.restartInterval() == 0) {
          in.restart();
          direct = 0;
        }
        coefficients();
        transform();
        place(samples, x, y);
        blocks++;
      }
    }
    return samples;
  }

  /** ITU T.81, section F.2.2. */
  private void coefficients() {
    Arrays.fill(block, 0);
    JpegHeader.Tables tables = header.tables();
    int[] steps = tables.quantization();
    direct += in.signed(bits(tables.first().next(in)));
    block[0] = (double) direct * steps[0];
    int place = 1;
    while (place < COEFFICIENTS) {
      int code = tables.second().next(in);
      int zeros = code >> 4;
      int size = code & 15;
      if (size == 0 && zeros < 15) {
        return;
      }
      place += zeros;
      if (place >= COEFFICIENTS) {
        throw new IllegalArgumentException("a JPEG block of more than 64 coefficients");
      }
      block[ZIGZAG[place]] = (double) in.signed(size) * steps[place];
      place++;
    }
  }

  private static int bits(int category) {
    if (category > MAX_BITS) {
      throw new IllegalArgumentException("a JPEG difference of " + category + " bits");
    }
    return category;
  }

  /** The inverse cosine transform, rows and then columns (ITU T.81, section A.3.3). */
  private void transform() {
    for (int i = 0; i < SIDE; i++) {
      line(i * SIDE, 1);
    }
    for (int i = 0; i < SIDE; i++) {
      line(i, SIDE);
    }
  }

  private void line(int begin, int step) {
    double[] sums = new double[SIDE];
    for (int frequency = 0; frequency < SIDE; frequency++) {
      double coefficient = block[begin + frequency * step];
      for (int i = 0; coefficient != 0 && i < SIDE; i++) {
        sums[i] += coefficient * COSINES[frequency][i];
      }
    }
    for (int i = 0; i < SIDE; i++) {
      block[begin + i * step] = sums[i];
    }
  }

  private void place(int[] samples, int left, int top) {
    int half = 1 << (header.precision() - 1);
    for (int y = top; y < Math.min(top + SIDE, header.height()); y++) {
      for (int x = left; x < Math.min(left + SIDE, header.width()); x++) {
        long sample = Math.round(block[(y - top) * SIDE + x - left]) + half;
        samples[y * header.width() + x] = (int) Math.min(Math.max(sample, 0), 2L * half - 1);
      }
    }
  }

  /** Where a coefficient stands in its block, by its place in the stream (figure A.6). */
  private static int[] zigzag() {
    int[] places = new int[COEFFICIENTS];
    int place = 0;
    for (int diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
      for (int i = 0; i <= diagonal; i++) {
        int row = diagonal % 2 == 0 ? diagonal - i : i;
        int column = diagonal - row;
        if (row < SIDE && column < SIDE) {
          places[place++] = row * SIDE + column;
        }
      }
    }
    return places;
  }

  private static double[][] cosines() {
    double[][] cosines = new double[SIDE][SIDE];
    for (int frequency = 0; frequency < SIDE; frequency++) {
      double scale = frequency == 0 ? Math.sqrt(1.0 / SIDE) : Math.sqrt(2.0 / SIDE);
      for (int i = 0; i < SIDE; i++) {
        double angle = (2 * i + 1) * frequency * Math.PI / (2 * SIDE);
        cosines[frequency][i] = scale * Math.cos(angle);
      }
    }
    return cosines;
  }
}
