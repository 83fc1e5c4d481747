package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Grey pixels in run-length segments, one for each byte of a pixel, the highest first (DICOM PS3.5,
 * annex G).
 */
final class RleFrame {
  /** The number of segments and 15 offsets. */
  private static final int HEADER = 64;

  /** Two bytes make at most 128. */
  private static final int MAX_GROWTH = 64;

  private final ByteBuffer frame;

  private RleFrame(byte[] frame) {
    this.frame = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The pixels, little endian.
   *
   * @param count of pixels
   * @param bytes of a pixel
   * @throws IllegalArgumentException saying what is wrong
   */
  static ByteBuffer decode(byte[] frame, int count, int bytes) {
    if (frame.length < HEADER || (long) count * bytes > (long) MAX_GROWTH * frame.length) {
      throw new IllegalArgumentException(
          String.format("%d bytes of RLE where %d pixels are claimed", frame.length, count));
    }
    return new RleFrame(frame).pixels(count, bytes);
  }

  private ByteBuffer pixels(int count, int bytes) {
    int segments = frame.getInt(0);
    if (segments != bytes) {
      throw new IllegalArgumentException(
          String.format("%d RLE segments of pixels with %d bytes", segments, bytes));
    }
    byte[] pixels = new byte[count * bytes];
    for (int i = 0; i < bytes; i++) {
      int begin = frame.getInt(4 + 4 * i);
      int end = i + 1 < bytes ? frame.getInt(8 + 4 * i) : frame.limit();
      if (begin < HEADER || end < begin || end > frame.limit()) {
        throw new IllegalArgumentException(
            String.format("an RLE segment from byte %d to %d of %d", begin, end, frame.limit()));
      }
      unpack(begin, end, pixels, bytes - 1 - i, bytes);
    }
    return ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One segment to every {@code step}th byte; what it has beyond the last pixel is fill. */
  private void unpack(int begin, int end, byte[] into, int first, int step) {
    int in = begin;
    int out = first;
    while (out < into.length) {
      if (in + 1 >= end) {
        throw new IllegalArgumentException("an RLE segment that is cut off at byte " + in);
      }
      int control = frame.get(in++);
      if (control == Byte.MIN_VALUE) {
        continue;
      }
      boolean run = control < 0;
      int length = run ? 1 - control : control + 1;
      for (int i = 0; i < length && out < into.length; i++, out += step) {
        if (in >= end) {
          throw new IllegalArgumentException("an RLE segment that is cut off at byte " + in);
        }
        into[out] = frame.get(in);
        in += run ? 0 : 1;
      }
      in += run ? 1 : 0;
    }
  }
}
