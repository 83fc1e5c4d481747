package org.thorax.formats.dicom;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a JPEG file with one component says before its pixels (ITU T.81, annex B).
 *
 * @param frame the image
 * @param scan how its samples are coded
 * @param tables for the scan
 * @param restartInterval units between restarts; 0 without
 * @param pixels where the scan's bits begin
 */
record JpegHeader(Frame frame, Scan scan, Tables tables, int restartInterval, int pixels) {
  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int HUFFMAN = 0xc4;
  private static final int QUANTIZATION = 0xdb;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int LENGTHS = 16;
  private static final int COEFFICIENTS = 64;

  /**
   * What the frame says.
   *
   * @param process its marker: 0xc0 baseline, 0xc1 extended, 0xc3 lossless and so on
   * @param precision bits of a sample
   * @param height lines
   * @param width samples of a line
   * @param quantization the number of the component's table
   */
  record Frame(int process, int precision, int height, int width, int quantization) {}

  /**
   * What the scan says.
   *
   * @param start the first coefficient; in the lossless process the predictor
   * @param end the last coefficient
   * @param high the bit position before
   * @param low the bit position; in the lossless process the point transform
   */
  record Scan(int start, int end, int high, int low) {}

  /**
   * The tables of the one component.
   *
   * @param first of lossless differences, or of the first coefficient
   * @param second of the other coefficients; null when it is not there
   * @param quantization by place in zigzag order; null when it is not there
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  record Tables(HuffmanCode first, HuffmanCode second, int[] quantization) {}

  /** Lines of the image. */
  int height() {
    return frame.height();
  }

  /** Samples of a line. */
  int width() {
    return frame.width();
  }

  /** Bits of a sample. */
  int precision() {
    return frame.precision();
  }

  /**
   * Reads a file up to its scan.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static JpegHeader of(byte[] file) {
    return new Reader(file).read();
  }

  private static final class Reader {
    private final byte[] file;
    private final Map<Integer, HuffmanCode> codes = new HashMap<>();
    private final Map<Integer, int[]> quantizations = new HashMap<>();
    private Frame frame;
    private int restartInterval;

    Reader(byte[] file) {
      this.file = file;
    }

    JpegHeader read() {
      if (file.length < 4 || word(0) != 0xff00 + START) {
        throw new IllegalArgumentException("compressed pixels that are no JPEG");
      }
      int at = 2;
      while (true) {
        while (one(at) == 0xff && one(at + 1) == 0xff) {
          at++;
        }
        int marker = one(at + 1);
        int length = word(at + 2);
        int end = at + 2 + length;
        if (one(at) != 0xff || length < 2 || end > file.length || marker == END) {
          throw new IllegalArgumentException("no JPEG segment at byte " + at);
        }
        if (marker == SCAN) {
          return scan(at + 4, end);
        }
        segment(marker, at + 4, end);
        at = end;
      }
    }

    private void segment(int marker, int at, int end) {
      // 0xc0 to 0xcf are frames, but for tables and one that is reserved.
      boolean isFrame = marker >> 4 == 0xc && marker != HUFFMAN && marker != 0xc8 && marker != 0xcc;
      if (marker == HUFFMAN) {
        huffman(at, end);
      } else if (marker == QUANTIZATION) {
        quantization(at, end);
      } else if (marker == RESTART_INTERVAL) {
        restartInterval = word(at);
      } else if (isFrame) {
        int components = one(at + 5);
        if (components != 1) {
          throw new IllegalArgumentException(
              "a JPEG of " + components + " components (grey has one)");
        }
        frame = new Frame(marker, one(at), word(at + 1), word(at + 3), one(at + 8));
      }
    }

    private void huffman(int from, int end) {
      int at = from;
      while (at < end) {
        int[] counts = new int[LENGTHS];
        for (int i = 0; i < LENGTHS; i++) {
          counts[i] = one(at + 1 + i);
        }
        int values = at + 1 + LENGTHS;
        int next = values + Arrays.stream(counts).sum();
        if (next > end) {
          throw new IllegalArgumentException("a JPEG Huffman table that is cut off");
        }
        codes.put(one(at), new HuffmanCode(counts, Arrays.copyOfRange(file, values, next)));
        at = next;
      }
    }

    private void quantization(int from, int end) {
      int at = from;
      while (at < end) {
        int size = one(at) >> 4 == 0 ? 1 : 2;
        if (at + 1 + size * COEFFICIENTS > end) {
          throw new IllegalArgumentException("a JPEG quantization table that is cut off");
        }
        int[] table = new int[COEFFICIENTS];
        for (int i = 0; i < COEFFICIENTS; i++) {
          table[i] = size == 1 ? one(at + 1 + i) : word(at + 1 + 2 * i);
        }
        quantizations.put(one(at) & 15, table);
        at += 1 + size * COEFFICIENTS;
      }
    }

    private JpegHeader scan(int at, int end) {
      if (frame == null || one(at) != 1) {
        throw new IllegalArgumentException("a JPEG scan that is not of the frame's one component");
      }
      int tables = one(at + 2);
      HuffmanCode first = codes.get(tables >> 4);
      if (first == null) {
        throw new IllegalArgumentException("a JPEG without the Huffman table of its scan");
      }
      int approximation = one(at + 5);
      return new JpegHeader(
          frame,
          new Scan(one(at + 3), one(at + 4), approximation >> 4, approximation & 15),
          new Tables(
              first, codes.get(0x10 | (tables & 15)), quantizations.get(frame.quantization())),
          restartInterval,
          end);
    }

    private int one(int at) {
      if (at >= file.length) {
        throw new IllegalArgumentException("a JPEG that is cut off at byte " + at);
      }
      return file[at] & 0xff;
    }

    private int word(int at) {
      return one(at) << 8 | one(at + 1);
    }
  }
}
